package io.steward.crypto;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.stream.Collectors;

/** Values that an attacker cannot predict: secrets, salts and identifiers. */
public final class RandomValues {
  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomValues() {}

  public static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** This many random bytes in base64url without padding. */
  public static String base64Url(int bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(bytes));
  }

  /** A text of this length, with characters chosen at random from the alphabet. */
  public static String text(String alphabet, int length) {
    return RANDOM
        .ints(length, 0, alphabet.length())
        .mapToObj(i -> alphabet.substring(i, i + 1))
        .collect(Collectors.joining());
  }
}
