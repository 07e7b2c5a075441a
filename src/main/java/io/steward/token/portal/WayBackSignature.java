package io.steward.token.portal;

import io.steward.token.key.KeyRing;
import io.steward.token.key.MacPurpose;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;

/**
 * Signs the address to which a browser returns after sign-in, so that no one else can choose it.
 */
public final class WayBackSignature {
  private static final Duration VALID = Duration.ofMinutes(10);
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final KeyRing keys;
  private final Clock clock;

  public WayBackSignature(KeyRing keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * The query for an address: {@code to}, {@code exp} and {@code sig}.
   *
   * @param url an address that {@link PortalAddress#isValid} accepts
   * @param state the browser's state on a host of another domain; may be empty
   */
  public String sign(String url, String state) {
    String end = Long.toString(clock.instant().plus(VALID).getEpochSecond());
    byte[] mac = keys.signing().mac(MacPurpose.WAY_BACK, content(url, state, end));
    return "to="
        + URLEncoder.encode(url, StandardCharsets.UTF_8)
        + (state.isEmpty() ? "" : "&state=" + state)
        + "&exp="
        + end
        + "&sig="
        + ENCODER.encodeToString(mac);
  }

  private static byte[] content(String url, String state, String end) {
    return String.join("\n", end, state, url).getBytes(StandardCharsets.UTF_8);
  }

  /** Whether {@link #sign} made these values, however long ago. */
  public boolean isAuthentic(String to, String state, String exp, String sig) {
    try {
      byte[] mac = Base64.getUrlDecoder().decode(sig);
      return ENCODER.encodeToString(mac).equals(sig)
          && keys.isAuthentic(MacPurpose.WAY_BACK, content(to, state, exp), mac);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
