package io.steward.gateway.portal;

import io.steward.token.key.KeyRing;
import io.steward.token.portal.PortalAddress;
import io.steward.token.portal.WayBackSignature;
import java.time.Clock;
import java.util.regex.Pattern;

/**
 * Decides whether a browser may return to an address after sign-in: only if it is signed, and its
 * host is still a portal.
 */
public final class WayBack {
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
  private static final Pattern STATE = Pattern.compile("[0-9A-Za-z_-]{0,64}");

  private final Portals portals;
  private final WayBackSignature signature;
  private final Clock clock;

  public WayBack(Portals portals, KeyRing keys, Clock clock) {
    this.portals = portals;
    this.signature = new WayBackSignature(keys, clock);
    this.clock = clock;
  }

  /** The result of reading a signed address. */
  public sealed interface Outcome {}

  /**
   * Signed within the last ten minutes; the browser may be sent there without asking the person.
   */
  public record Valid(String url) implements Outcome {}

  /** Signed earlier; ask the person before the browser goes there. */
  public record Expired(String url) implements Outcome {}

  /** Not signed by Steward, or the host is no longer a portal. */
  public record Forged() implements Outcome {}

  /** The query for an address: {@code to}, {@code exp} and {@code sig}. */
  public String sign(String url) {
    return sign(url, "");
  }

  /**
   * The same for a browser that comes from a host of another domain, with its state on that host.
   */
  public String sign(String url, String state) {
    return signature.sign(url, state);
  }

  /** Reads an address without a state. */
  public Outcome read(String to, String exp, String sig) {
    return read(to, "", exp, sig);
  }

  /** Reads a signed address; the values come from the query or the form. */
  public Outcome read(String to, String state, String exp, String sig) {
    if (!PortalAddress.isValid(to)
        || !STATE.matcher(state).matches()
        || !SECONDS.matcher(exp).matches()
        || portals.ofUrl(to).isEmpty()
        || !signature.isAuthentic(to, state, exp, sig)) {
      return new Forged();
    }
    return Long.parseLong(exp) > clock.instant().getEpochSecond() ? new Valid(to) : new Expired(to);
  }
}
