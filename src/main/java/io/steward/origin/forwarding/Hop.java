package io.steward.origin.forwarding;

import io.steward.origin.IpAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One proxy's description of the request that it received. Malformed parts count as missing.
 *
 * @param address the sender's IP address
 * @param scheme {@code http} or {@code https}
 * @param host a host name or an IP address, without a port
 * @param port the port of the host
 */
record Hop(
    Optional<IpAddress> address,
    Optional<String> scheme,
    Optional<String> host,
    Optional<Integer> port) {
  private static final int HIGHEST_PORT = 65_535;
  private static final Pattern NODE =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([0-9.]+))(?::[0-9A-Za-z._-]+)?");
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[0-9A-Za-z._-]{1,253})(?::([0-9]{1,5}))?");

  static Hop of(String node, String scheme, String authority, String port) {
    Matcher host = AUTHORITY.matcher(authority);
    boolean isHost = host.matches();
    return new Hop(
        address(node),
        scheme(scheme),
        isHost ? Optional.of(host.group(1)) : Optional.empty(),
        port(isHost && host.group(2) != null ? host.group(2) : port));
  }

  /**
   * Parses an IP address with or without a port. {@code X-Forwarded-For} has IPv6 addresses without
   * brackets.
   */
  private static Optional<IpAddress> address(String node) {
    Matcher matcher = NODE.matcher(node);
    if (!matcher.matches()) {
      return IpAddress.parse(node);
    }
    return IpAddress.parse(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
  }

  private static Optional<String> scheme(String text) {
    String scheme = text.toLowerCase(Locale.ROOT);
    return Optional.of(scheme).filter(s -> s.equals("http") || s.equals("https"));
  }

  private static Optional<Integer> port(String text) {
    return Optional.of(text)
        .filter(digits -> digits.matches("[0-9]{1,5}"))
        .map(Integer::parseInt)
        .filter(port -> port > 0 && port <= HIGHEST_PORT);
  }
}
