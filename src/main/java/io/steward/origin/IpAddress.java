package io.steward.origin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** An IPv4 or IPv6 address (RFC 4291, 2.2), parsed without DNS. */
public final class IpAddress {
  private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
  private static final Pattern GROUP = Pattern.compile("[0-9a-f]{1,4}");
  private static final int LONGEST = 45;

  private final InetAddress address;

  private IpAddress(InetAddress address) {
    this.address = address;
  }

  /** Parses an IP address; an IPv4-mapped IPv6 address becomes the IPv4 address. */
  public static Optional<IpAddress> parse(String text) {
    // The zone after % is meaningful only on the machine that wrote it.
    int zone = text.indexOf('%');
    String plain = (zone < 0 ? text : text.substring(0, zone)).toLowerCase(Locale.ROOT);
    if (text.length() > LONGEST || !isValid(plain)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new IpAddress(InetAddress.getByName(plain)));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Whether a lower-case text is an IP address. */
  public static boolean isValid(String text) {
    return IPV4.matcher(text).matches() || isIpv6(text);
  }

  private static boolean isIpv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text) == 8;
    }
    String before = text.substring(0, gap);
    String after = text.substring(gap + 2);
    if (before.contains(".")) {
      return false;
    }
    int left = before.isEmpty() ? 0 : groups(before);
    int right = after.isEmpty() ? 0 : groups(after);
    return left >= 0 && right >= 0 && left + right <= 7;
  }

  /** The number of 16-bit groups in a text without {@code ::}; negative if malformed. */
  private static int groups(String text) {
    String[] parts = text.split(":", -1);
    int groups = 0;
    for (int i = 0; i < parts.length; i++) {
      if (i == parts.length - 1 && IPV4.matcher(parts[i]).matches()) {
        groups += 2;
      } else if (GROUP.matcher(parts[i]).matches()) {
        groups++;
      } else {
        return Integer.MIN_VALUE;
      }
    }
    return groups;
  }

  public boolean isIpv4() {
    return bits() == 32;
  }

  /** The length of the address in bits: 32 or 128. */
  public int bits() {
    return address.getAddress().length * 8;
  }

  /**
   * The network that consists of the first {@code length} bits. Two networks are the same if their
   * texts are equal.
   */
  public String prefix(int length) {
    byte[] bytes = address.getAddress();
    for (int bit = length; bit < bits(); bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
    }
    return HexFormat.of().formatHex(bytes) + "/" + length;
  }

  /** The canonical text. */
  public String text() {
    return address.getHostAddress();
  }
}
