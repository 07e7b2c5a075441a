package io.steward.filter.portal;

import io.steward.origin.web.Cookies;
import io.steward.origin.web.Navigation;
import io.steward.origin.web.WebOrigin;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.token.InvalidTokenException;
import io.steward.token.Revocations;
import io.steward.token.portal.PortalAddress;
import io.steward.token.portal.PortalToken;
import io.steward.token.portal.PortalVerifier;
import io.steward.token.portal.WayBackSignature;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Identifies people by the cookie of portals, and leads their browsers to the sign-in page. */
public final class Visitors {
  private static final String HTTPS = "https";
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  private final SignInSettings settings;
  private final PortalVerifier verifier;
  private final WayBackSignature wayBack;
  private final Revocations revocations;
  private final Clock clock;

  public Visitors(
      SignInSettings settings,
      PortalVerifier verifier,
      WayBackSignature wayBack,
      Revocations revocations,
      Clock clock) {
    this.settings = settings;
    this.verifier = verifier;
    this.wayBack = wayBack;
    this.revocations = revocations;
    this.clock = clock;
  }

  /**
   * The token in the cookie of a request.
   *
   * @throws ProblemException 401, with a location if the browser is to be led to the sign-in page;
   *     403 for a change that a page of another origin sends; 503
   */
  public PortalToken authenticate(HttpServletRequest request) {
    String host = request.getServerName().toLowerCase(Locale.ROOT);
    if (!settings.portal().contains(host)) {
      // Browsers do not send the cookie there, and Steward would not lead them back.
      throw new ProblemException(ProblemType.NOT_AUTHENTICATED);
    }
    Optional<PortalToken> token = token(request);
    boolean leads =
        token
            .map(
                visitor ->
                    isOld(visitor) && Navigation.fillsTab(request.getMethod(), request::getHeaders))
            .orElseGet(() -> Navigation.is(request.getMethod(), request::getHeaders));
    if (leads) {
      signIn(request, host)
          .ifPresent(
              location -> {
                throw ProblemException.redirected(location);
              });
    }
    PortalToken visitor = token.orElseThrow(this::refusal);
    refuseForeignPage(request, host);
    return visitor;
  }

  /** While Steward or its database is away, nothing could renew the token. */
  private boolean isOld(PortalToken token) {
    return !revocations.areBehind() && PortalToken.isOld(token.claims(), clock.instant());
  }

  private Optional<PortalToken> token(HttpServletRequest request) {
    try {
      return verifier.verified(
          Cookies.values(request.getHeaders("Cookie"), settings.portal().cookieName()));
    } catch (InvalidTokenException e) {
      throw e.refusal();
    }
  }

  /** The address that leads through the sign-in page and back to the requested address. */
  private Optional<String> signIn(HttpServletRequest request, String host) {
    String query = request.getQueryString();
    String target = request.getRequestURI() + (query == null ? "" : "?" + query);
    int port = port(request);
    return PortalAddress.of(host, port == HTTPS_PORT ? "" : ":" + port, target)
        .map(url -> settings.url() + "?" + wayBack.sign(url, ""));
  }

  /**
   * The port in the browser's address bar. Behind a proxy that speaks plain HTTP, the server
   * assumes port 80 for an address without a port.
   */
  private static int port(HttpServletRequest request) {
    int port = request.getServerPort();
    return port == HTTP_PORT ? HTTPS_PORT : port;
  }

  private ProblemException refusal() {
    ProblemType type = ProblemType.NOT_AUTHENTICATED;
    return ProblemException.signIn(type, type.detail(), settings.url());
  }

  /**
   * Refuses requests that a page of another origin sends. A page of a sibling host can make a
   * browser send requests with the cookie (RFC 6265bis, 8.8.2). So a request that changes something
   * or opens a WebSocket (RFC 6455, 10.2) must state its page's origin.
   */
  private static void refuseForeignPage(HttpServletRequest request, String host) {
    if (WebOrigin.SAFE_METHODS.contains(request.getMethod())
        && request.getHeader("Upgrade") == null) {
      return;
    }
    List<String> sites = Collections.list(request.getHeaders("Sec-Fetch-Site"));
    List<String> origins = Collections.list(request.getHeaders("Origin"));
    WebOrigin own = new WebOrigin(HTTPS, host, port(request));
    if ((sites.isEmpty() && origins.isEmpty()) || own.isForeign(sites, origins)) {
      throw ProblemException.foreignPage();
    }
  }
}
