package io.steward.gateway.portal.host;

import io.steward.access.Anyone;
import io.steward.crypto.RandomValues;
import io.steward.gateway.portal.Handoff;
import io.steward.gateway.portal.Portals;
import io.steward.gateway.portal.Visitors;
import io.steward.gateway.portal.WayBack;
import io.steward.origin.web.Cookies;
import io.steward.uri.host.HostName;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The first step of a browser from a portal on another domain to the sign-in page. On the portal's
 * own host, the browser gets a state, by which {@link HostCallbackPage} recognizes it later.
 */
@Path(".steward/login")
public final class HostSignInPage {
  private static final String STATE = "__Host-steward-state";
  private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600";
  private static final Pattern FORM = Pattern.compile("[0-9A-Za-z_-]{22}");
  private static final int STATE_BYTES = 16;

  private final Portals portals;
  private final WayBack wayBack;

  public HostSignInPage(Portals portals, WayBack wayBack) {
    this.portals = portals;
    this.wayBack = wayBack;
  }

  /** The state of a browser; empty if it has none, or several. */
  static Optional<String> state(HttpServletRequest request) {
    List<String> values = Cookies.values(request.getHeaders("Cookie"), STATE);
    return values.size() == 1 && FORM.matcher(values.get(0)).matches()
        ? Optional.of(values.get(0))
        : Optional.empty();
  }

  /** Whether an address is on the host of a request. */
  static boolean isHere(String url, HttpServletRequest request) {
    return HostName.canonical(request.getServerName())
        .filter(Portals.host(url)::equals)
        .isPresent();
  }

  @GET
  @Anyone
  public Response lead(
      @QueryParam("to") @DefaultValue("") String to,
      @QueryParam("exp") @DefaultValue("") String exp,
      @QueryParam("sig") @DefaultValue("") String sig,
      @Context HttpServletRequest request) {
    WayBack.Outcome outcome = wayBack.read(to, exp, sig);
    if (outcome instanceof WayBack.Valid valid && isHere(valid.url(), request)) {
      // A second tab must not make the first one fail.
      String state = state(request).orElseGet(() -> RandomValues.base64Url(STATE_BYTES));
      return to(portals.publicUrl() + Visitors.SIGN_IN + "?" + query(valid.url(), state))
          .header("Set-Cookie", STATE + "=" + state + ATTRIBUTES)
          .build();
    }
    // The portal itself starts a new sign-in if it needs one.
    return outcome instanceof WayBack.Expired expired && isHere(expired.url(), request)
        ? to(expired.url()).build()
        : to(portals.publicUrl() + "/account/").build();
  }

  private String query(String url, String state) {
    return wayBack.sign(url, Handoff.hash(state));
  }

  /** A redirect; Jersey would change the spelling of a {@code java.net.URI}. */
  static Response.ResponseBuilder to(String location) {
    return Response.status(Response.Status.FOUND).header("Location", location);
  }
}
