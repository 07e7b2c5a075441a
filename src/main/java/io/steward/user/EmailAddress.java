package io.steward.user;

import io.steward.api.WhiteSpace;
import io.steward.origin.IpAddress;
import io.steward.uri.host.DomainName;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An email address as its owner wrote it, except for the domain: it is in lower case, and in
 * Unicode if it is internationalised (UTS #46). The syntax is that of Django's EmailValidator.
 */
public record EmailAddress(String text) {
  /** The maximum length in characters (RFC 5321, 4.5.3.1.3, without the angle brackets). */
  public static final int MAX_LENGTH = 254;

  private static final Pattern LOCAL_PART =
      Pattern.compile(
          "[-!#$%&'*+/=?^_`{}|~0-9A-Za-z]+(\\.[-!#$%&'*+/=?^_`{}|~0-9A-Za-z]+)*"
              + "|\"([!#-\\[\\]-~]|\\\\[ -~])*\"");
  private static final Pattern DOMAIN =
      Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9-]{1,62}[a-z0-9]|localhost");
  private static final Pattern ASCII_UPPER = Pattern.compile("[A-Z]+");
  private static final Pattern ADDRESS_LITERAL = Pattern.compile("\\[([0-9a-f:.]+)]");

  /** A code point takes at most two UTF-16 units; longer text is refused without matching. */
  private static final int MAX_UNITS = 2 * MAX_LENGTH;

  /** Parses an email address; empty if the text is invalid. */
  public static Optional<EmailAddress> parse(String text) {
    int at = text.lastIndexOf('@');
    if (at < 1
        || text.length() > MAX_UNITS
        || !LOCAL_PART.matcher(text.substring(0, at)).matches()) {
      return Optional.empty();
    }
    return domain(text.substring(at + 1))
        .map(domain -> text.substring(0, at + 1) + domain)
        // The conversion of the domain to Unicode can lengthen it.
        .filter(address -> length(address) <= Math.max(MAX_LENGTH, length(text)))
        .map(EmailAddress::new);
  }

  /** Whether a text is an email address. */
  public static boolean isValid(String text) {
    return parse(text).isPresent();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /**
   * The address with ASCII letters in lower case; equal for all spellings of one account's address.
   */
  public String canonical() {
    return lower(text);
  }

  /** The canonical form of an email address; any other text in lower case. */
  public static String canonical(String typed) {
    String stripped = WhiteSpace.strip(typed);
    return parse(stripped).map(EmailAddress::canonical).orElseGet(() -> lower(stripped));
  }

  /** Whether the table can store a text: it is short enough, valid in UTF-8, and without NUL. */
  static boolean isStorable(String text) {
    return text.length() <= MAX_UNITS
        && text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
  }

  /** Changes only ASCII letters, like the index of the database. */
  static String lower(String text) {
    return ASCII_UPPER.matcher(text).replaceAll(letter -> letter.group().toLowerCase(Locale.ROOT));
  }

  private static Optional<String> domain(String text) {
    var literal = ADDRESS_LITERAL.matcher(text.toLowerCase(Locale.ROOT));
    if (literal.matches()) {
      return IpAddress.isValid(literal.group(1)) ? Optional.of(literal.group()) : Optional.empty();
    }
    return DomainName.ascii(text)
        .filter(name -> DOMAIN.matcher(name).matches())
        .map(DomainName::unicode);
  }
}
