package io.steward.uri.host;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The one spelling of the host names in rules, requests and identity tokens. */
public final class HostName {
  private static final Pattern NAME =
      Pattern.compile("(?=.{1,253}\\z)[0-9a-z_-]+(\\.[0-9a-z_-]+)*");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]{2,45}]");
  private static final Pattern ZEROS = Pattern.compile("(?<![0-9a-f])0(:0)+(?![0-9a-f])");
  private static final Pattern ASCII = Pattern.compile("[\\x00-\\x7f]*");

  private HostName() {}

  /**
   * The host in lower case, with A-labels ({@code xn--…}) and without a final dot; an IPv6 address
   * as RFC 5952 writes it.
   *
   * @return empty if the text is not a host, or has a port
   */
  public static Optional<String> canonical(String text) {
    // An ASCII name has one spelling, although its A-labels may be invalid.
    Optional<String> ascii =
        ASCII.matcher(text).matches()
            ? Optional.of(text.toLowerCase(Locale.ROOT))
            : DomainName.ascii(text);
    return ascii.flatMap(name -> IPV6.matcher(name).matches() ? ipv6(name) : named(name));
  }

  private static Optional<String> named(String name) {
    String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return Optional.of(plain).filter(host -> NAME.matcher(host).matches());
  }

  /** Needs no DNS: text in brackets can only be an IPv6 address. */
  private static Optional<String> ipv6(String bracketed) {
    try {
      return Optional.of("[" + compressed(groups(InetAddress.getByName(bracketed))) + "]");
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static String groups(InetAddress address) {
    byte[] bytes = address.getAddress();
    // Java turns an IPv4-mapped address into an IPv4 address.
    byte[] mapped =
        ByteBuffer.allocate(16).putShort(10, (short) 0xffff).put(12, bytes, 0, 4).array();
    ShortBuffer groups = ByteBuffer.wrap(bytes.length == 4 ? mapped : bytes).asShortBuffer();
    return IntStream.range(0, 8)
        .mapToObj(i -> Integer.toHexString(groups.get(i) & 0xffff))
        .collect(Collectors.joining(":"));
  }

  /** Shortens the longest run of zeros to {@code ::}. */
  private static String compressed(String groups) {
    return ZEROS
        .matcher(groups)
        .results()
        .max(Comparator.comparing(zeros -> zeros.end() - zeros.start()))
        .map(
            zeros ->
                groups.substring(0, zeros.start()).replaceFirst(":$", "")
                    + "::"
                    + groups.substring(zeros.end()).replaceFirst("^:", ""))
        .orElse(groups);
  }
}
