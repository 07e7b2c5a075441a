package io.steward.gate;

import io.steward.access.Access;
import io.steward.admin.Administrators;
import io.steward.filter.BearerAuthentication;
import io.steward.gate.caller.BrowserRequest;
import io.steward.gate.caller.ClientRequest;
import io.steward.gate.caller.Scripts;
import io.steward.html.Html;
import io.steward.log.Log;
import io.steward.oauth.client.ClientAuthentication;
import io.steward.origin.Origin;
import io.steward.origin.RequestId;
import io.steward.origin.forwarding.Forwarding;
import io.steward.origin.web.WebOrigin;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.session.browser.BrowserSessions;
import io.steward.session.browser.SessionCookie;
import io.steward.token.AccessToken;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/** Decides which requests pass the filter: each must match a route and meet its access rule. */
public final class Gate {
  /**
   * The name of an attribute that contains the gate. It is set on the servlet context and on every
   * admitted request.
   */
  public static final String ATTRIBUTE = "io.steward.gate.Gate";

  /** The attribute that contains the admitted request itself. */
  public static final String REQUEST_ATTRIBUTE = "io.steward.gate.request";

  /** The attribute that marks a request as sent by a trusted proxy. */
  public static final String PROXY_ATTRIBUTE = "io.steward.gate.trusted_proxy";

  /** The attribute that contains the permission that the request requires. */
  public static final String PERMISSION_ATTRIBUTE = "io.steward.gate.permission";

  private static final Pattern JSON = Pattern.compile("(?i)application/json\\s*(;.*)?");

  private static final Pattern LINES = Pattern.compile("(?i)application/x-ndjson\\s*(;.*)?");

  private static final Log LOG = Log.of("io.steward.gate");

  /** Tomcat's RemoteIpValve and RemoteIpFilter set this attribute. */
  private static final String REPLACED = "org.apache.tomcat.request.forwarded";

  private final AtomicBoolean hasWarned = new AtomicBoolean();
  private final AtomicBoolean hasWarnedOfServer = new AtomicBoolean();
  private final Forwarding forwarding;
  private final Routes routes;
  private final Cors cors;
  private final BearerAuthentication bearers;
  private final BrowserSessions browsers;
  private final Scripts scripts;
  private final ClientAuthentication clients;
  private final Administrators administrators;
  private final Html html;

  /** Recognizes each kind of caller. */
  public record Callers(
      BearerAuthentication bearers,
      BrowserSessions browsers,
      Scripts scripts,
      ClientAuthentication clients,
      Administrators administrators) {}

  public Gate(Forwarding forwarding, Routes routes, Cors cors, Callers callers, Html html) {
    this.forwarding = forwarding;
    this.routes = routes;
    this.cors = cors;
    this.bearers = callers.bearers();
    this.browsers = callers.browsers();
    this.scripts = callers.scripts();
    this.clients = callers.clients();
    this.administrators = callers.administrators();
    this.html = html;
  }

  /** The exception for a request that did not pass through the gate. */
  public static ProblemException bypassed() {
    return new ProblemException(
        ProblemType.INTERNAL_ERROR,
        new IllegalStateException("the gate's filter is not in place: see web.xml"));
  }

  /** The authentication scheme of tokens, {@code Bearer} by default. */
  public String scheme() {
    return bearers.scheme();
  }

  /** Renders the pages of refusals. */
  public Html html() {
    return html;
  }

  /**
   * If a trusted proxy sent the request, returns it with the sender's IP address, scheme and host;
   * otherwise returns it unchanged.
   */
  HttpServletRequest forwarded(HttpServletRequest request) {
    String peer = request.getRemoteAddr();
    if (isFromTrustedProxy(request)) {
      return new ForwardedRequest(
          request, forwarding.read(peer, name -> Collections.list(request.getHeaders(name))));
    }
    if (!hasWarned.get() && request.getHeader("X-Forwarded-For") != null) {
      warn(peer);
    }
    return request;
  }

  /**
   * Whether a trusted proxy sent the request. If the server has replaced the peer's address with
   * the client's, the request is not trusted: a client could have a trusted address.
   */
  private boolean isFromTrustedProxy(HttpServletRequest request) {
    if (forwarding.trustsAny() && Boolean.TRUE.equals(request.getAttribute(REPLACED))) {
      if (hasWarnedOfServer.compareAndSet(false, true)) {
        LOG.warning(
            "the server has replaced the proxy's address with its client's, so"
                + " STEWARD_PROXY_TRUSTED has no effect and /authz/ refuses every proxy: remove"
                + " Tomcat's RemoteIpValve or RemoteIpFilter; Steward reads X-Forwarded-For itself");
      }
      return false;
    }
    return forwarding.isTrusted(request.getRemoteAddr());
  }

  /** Warns only once, because anyone can send {@code X-Forwarded-For}. */
  private void warn(String peer) {
    if (hasWarned.compareAndSet(false, true)) {
      LOG.warning(
          "X-Forwarded-For received from "
              + peer
              + ": if that is your proxy, add it to STEWARD_PROXY_TRUSTED; until then all its"
              + " clients count as one");
    }
  }

  /** Who sent the request, and the request's id. Only a trusted proxy may choose the id. */
  Origin origin(HttpServletRequest received, HttpServletRequest forwarded) {
    String id =
        Optional.ofNullable(received.getHeader(RequestId.HEADER))
            .filter(given -> isFromTrustedProxy(received))
            .filter(RequestId::isUsable)
            .orElseGet(RequestId::next);
    String userAgent = Optional.ofNullable(received.getHeader("User-Agent")).orElse("");
    return new Origin(id, forwarded.getRemoteAddr(), userAgent);
  }

  /** Prepares a request, before anything can refuse it. */
  void examine(HttpServletRequest request) {
    path(request).ifPresent(path -> cors.examine(request, path));
  }

  /** Whether a request sends lines to a method that reads them while they arrive. */
  boolean streams(HttpServletRequest request) {
    return request.getMethod().equals("POST")
        && LINES.matcher(String.valueOf(request.getContentType())).matches()
        && route(request).filter(Route::streams).isPresent();
  }

  /** Why a request is not admitted; empty if it is. */
  Optional<ProblemException> refusal(HttpServletRequest request) {
    try {
      route(request).ifPresent(route -> admit(request, route));
      return Optional.empty();
    } catch (ProblemException e) {
      return Optional.of(e);
    }
  }

  /** The route of a request's path. */
  public Optional<Route> route(HttpServletRequest request) {
    return path(request).flatMap(routes::find);
  }

  /** The path below the context path, as it was sent. */
  private static Optional<String> path(HttpServletRequest request) {
    String uri = request.getRequestURI();
    String context = request.getContextPath();
    return uri.startsWith(context)
        ? Optional.of(uri.substring(context.length()))
        : Optional.empty();
  }

  /**
   * The request with its caller's identity.
   *
   * @throws ProblemException 401 without the required token or secret; 403 on a proxy endpoint if
   *     the peer is not a trusted proxy; 403 for a change that a page of another origin sends
   *     without a token; 405
   */
  HttpServletRequest admit(HttpServletRequest request, Route route) {
    String method = request.getMethod();
    HttpServletRequest admitted = route.access(method).by(new Admission(request));
    if (!route.has(method)) {
      throw new ProblemException(
          ProblemType.METHOD_NOT_ALLOWED, "Method \"" + method + "\" not allowed.");
    }
    admitted.setAttribute(ATTRIBUTE, this);
    admitted.setAttribute(REQUEST_ATTRIBUTE, admitted);
    return admitted;
  }

  /**
   * The first of the two locks, see {@link SecondLock}. Each method returns the request with its
   * caller's identity, or throws a refusal.
   */
  private final class Admission implements Access.Cases<HttpServletRequest> {
    private final HttpServletRequest request;

    private Admission(HttpServletRequest request) {
      this.request = request;
    }

    @Override
    public HttpServletRequest anyone() {
      refuseForeignPage();
      return request;
    }

    /**
     * Refuses cross-site request forgery (CSRF). A browser lets any page post a form to any site.
     * Such a post could create accounts, log the visitor in as somebody else, or use up the limits
     * of the visitor's network. For JSON, a browser asks first, so a page of an allowed origin may
     * send it. Browsers state the origin of a post, so a post with a session cookie must state it.
     */
    private void refuseForeignPage() {
      WebOrigin own =
          new WebOrigin(request.getScheme(), request.getServerName(), request.getServerPort());
      if (!WebOrigin.SAFE_METHODS.contains(request.getMethod())
          && (own.isForeign(values("Sec-Fetch-Site"), values("Origin")) || hidesItsPage())
          && !(Cors.isAllowed(request) && isJson(values("Content-Type")))) {
        throw Cors.isAllowed(request)
            ? new ProblemException(
                ProblemType.FORBIDDEN, "Pages of other origins may send only JSON.")
            : ProblemException.foreignPage();
      }
    }

    private boolean hidesItsPage() {
      return values("Sec-Fetch-Site").isEmpty()
          && values("Origin").isEmpty()
          && SessionCookie.isIn(request);
    }

    /** Requests without a type have no body; if they have one, it is refused later. */
    private static boolean isJson(List<String> contentTypes) {
      return contentTypes.stream().allMatch(type -> JSON.matcher(type).matches());
    }

    private List<String> values(String header) {
      return Collections.list(request.getHeaders(header));
    }

    @Override
    public HttpServletRequest proxy() {
      // A ForwardedRequest always comes from a trusted proxy; see the method forwarded.
      if (!(request instanceof ForwardedRequest)) {
        throw new ProblemException(
            ProblemType.FORBIDDEN, "Only a trusted proxy may call this endpoint.");
      }
      request.setAttribute(PROXY_ATTRIBUTE, true);
      return request;
    }

    @Override
    public HttpServletRequest bearer() {
      return bearers.authenticate(request);
    }

    @Override
    public HttpServletRequest bearerOrScript() {
      return scripts.recognize(request).orElseGet(this::bearer);
    }

    @Override
    public HttpServletRequest session() {
      refuseForeignPage();
      return SessionCookie.value(request)
          .flatMap(browsers::find)
          .map(session -> new BrowserRequest(request, session))
          .orElseThrow(() -> new ProblemException(ProblemType.NOT_SIGNED_IN));
    }

    @Override
    public HttpServletRequest client() {
      refuseForeignPage();
      return new ClientRequest(request, clients.authenticate(request.getHeaders("Authorization")));
    }

    @Override
    public HttpServletRequest administrator(String permission) {
      administrators.demandNetwork(request.getRemoteAddr());
      HttpServletRequest admitted = bearers.authenticate(request);
      administrators.demand((AccessToken) admitted.getUserPrincipal(), permission);
      admitted.setAttribute(PERMISSION_ATTRIBUTE, permission);
      return admitted;
    }
  }
}
