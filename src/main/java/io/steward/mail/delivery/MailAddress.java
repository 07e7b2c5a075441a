package io.steward.mail.delivery;

import io.steward.uri.host.DomainName;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns an email address into its form for headers and SMTP: one mailbox in ASCII, or nothing. */
final class MailAddress {
  private static final Pattern LOCAL_PART =
      Pattern.compile(
          "[-!#$%&'*+/=?^_`{}|~0-9A-Za-z]+(\\.[-!#$%&'*+/=?^_`{}|~0-9A-Za-z]+)*"
              + "|\"([ !#-\\[\\]-~]|\\\\[ -~])*\"");
  private static final Pattern DOMAIN = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");
  private static final Pattern LITERAL = Pattern.compile("\\[([0-9A-Fa-f:.]+)]");
  private static final int LONGEST = 320;

  private MailAddress() {}

  /** The address with A-labels; empty unless the text is one address without a display name. */
  static Optional<InternetAddress> of(String text) {
    int at = text.lastIndexOf('@');
    if (at < 1 || text.length() > LONGEST || !LOCAL_PART.matcher(text.substring(0, at)).matches()) {
      return Optional.empty();
    }
    return domain(text.substring(at + 1))
        .map(domain -> withoutParsing(text.substring(0, at + 1) + domain));
  }

  /** The address with a display name. */
  static InternetAddress named(String address, String name) {
    InternetAddress named = withoutParsing(address);
    try {
      named.setPersonal(name, StandardCharsets.UTF_8.name());
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException(e);
    }
    return named;
  }

  private static InternetAddress withoutParsing(String address) {
    InternetAddress mailbox = new InternetAddress();
    mailbox.setAddress(address);
    return mailbox;
  }

  private static Optional<String> domain(String text) {
    var literal = LITERAL.matcher(text);
    if (literal.matches()) {
      // RFC 5321, 4.1.3.
      String tag = text.contains(":") ? "IPv6:" : "";
      return Optional.of("[" + tag + literal.group(1) + "]");
    }
    return DomainName.ascii(text).filter(name -> DOMAIN.matcher(name).matches());
  }
}
