package io.steward.gateway.portal;

import io.steward.token.key.KeyRing;
import io.steward.token.key.MacPurpose;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Signs the address to which a browser returns after sign-in, so that no one else can choose it. A
 * signed address is only followed if its host is still a portal.
 */
public final class WayBack {
  private static final Duration VALID = Duration.ofMinutes(10);
  private static final int LONGEST = 4_000;
  private static final Pattern ADDRESS =
      Pattern.compile("https://[0-9a-z._-]+(:[1-9][0-9]{0,4})?/[!-~&&[^\"<>\\\\^`{|}#]]*");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
  private static final Pattern STATE = Pattern.compile("[0-9A-Za-z_-]{0,64}");
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final Portals portals;
  private final KeyRing keys;
  private final Clock clock;

  public WayBack(Portals portals, KeyRing keys, Clock clock) {
    this.portals = portals;
    this.keys = keys;
    this.clock = clock;
  }

  /** What a signed address is worth. */
  public sealed interface Outcome {}

  /** Signed within the last ten minutes; the browser may be sent there without a question. */
  public record Valid(String url) implements Outcome {}

  /** Signed earlier; ask the person before the browser goes there. */
  public record Expired(String url) implements Outcome {}

  /** Not signed by Steward, or no longer a portal. */
  public record Forged() implements Outcome {}

  /** The query for an address: {@code to}, {@code exp} and {@code sig}. */
  public String sign(String url) {
    return sign(url, "");
  }

  /** The same for a browser that starts from a host of another domain, with the state there. */
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

  /** Reads an address without a state. */
  public Outcome read(String to, String exp, String sig) {
    return read(to, "", exp, sig);
  }

  /** Reads a signed address; the values come from the query or the form. */
  public Outcome read(String to, String state, String exp, String sig) {
    if (!isAddress(to)
        || !STATE.matcher(state).matches()
        || !SECONDS.matcher(exp).matches()
        || portals.ofUrl(to).isEmpty()) {
      return new Forged();
    }
    boolean isAuthentic =
        mac(sig)
            .filter(mac -> keys.isAuthentic(MacPurpose.WAY_BACK, content(to, state, exp), mac))
            .isPresent();
    if (!isAuthentic) {
      return new Forged();
    }
    return Long.parseLong(exp) > clock.instant().getEpochSecond() ? new Valid(to) : new Expired(to);
  }

  /** Whether a text is an address that {@link #sign} is given. */
  static boolean isAddress(String url) {
    return url.length() <= LONGEST && ADDRESS.matcher(url).matches();
  }

  private static Optional<byte[]> mac(String sig) {
    try {
      byte[] mac = Base64.getUrlDecoder().decode(sig);
      return Optional.of(mac).filter(bytes -> ENCODER.encodeToString(bytes).equals(sig));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
