package io.steward.user;

import java.util.regex.Pattern;

/** The texts that are an IPv4 or IPv6 address (RFC 4291, 2.2), without asking any resolver. */
final class IpAddress {
  private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
  private static final Pattern GROUP = Pattern.compile("[0-9a-f]{1,4}");

  private IpAddress() {}

  static boolean isValid(String text) {
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

  /** How many 16-bit groups a text without a gap stands for; below zero when it is wrong. */
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
}
