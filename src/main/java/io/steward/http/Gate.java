package io.steward.http;

import io.steward.client.Client;
import io.steward.client.Forwarding;
import io.steward.filter.BearerAuthentication;
import io.steward.log.Log;
import io.steward.oauth.ClientAuthentication;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Decides what gets past the filter: what is on the list of routes, by whom it is open to. */
public final class Gate {
  /** Under this name the servlet context holds the gate, and a request that has passed it, too. */
  public static final String ATTRIBUTE = "io.steward.http.Gate";

  /** Under this name, a request that a trusted proxy has sent holds that it is one. */
  static final String PROXY_ATTRIBUTE = "io.steward.http.trusted_proxy";

  private static final Log LOG = Log.of("io.steward.http");

  private final AtomicBoolean hasWarned = new AtomicBoolean();
  private final Forwarding forwarding;
  private final Routes routes;
  private final BearerAuthentication bearers;
  private final ClientAuthentication clients;

  Gate(
      Forwarding forwarding,
      Routes routes,
      BearerAuthentication bearers,
      ClientAuthentication clients) {
    this.forwarding = forwarding;
    this.routes = routes;
    this.bearers = bearers;
    this.clients = clients;
  }

  /** What to throw where a request has come without passing it. */
  static ProblemException isMissing() {
    return new ProblemException(
        ProblemType.INTERNAL_ERROR,
        new IllegalStateException("the access token filter is not in place: see web.xml"));
  }

  /** The authentication scheme of tokens: {@code Bearer}, unless set otherwise. */
  String scheme() {
    return bearers.scheme();
  }

  /** The request as its client sent it, where a trusted proxy tells. */
  HttpServletRequest forwarded(HttpServletRequest request) {
    String peer = request.getRemoteAddr();
    if (forwarding.isTrusted(peer)) {
      return new ForwardedRequest(
          request, forwarding.origin(peer, name -> Collections.list(request.getHeaders(name))));
    }
    if (!hasWarned.get() && request.getHeader("X-Forwarded-For") != null) {
      warn(peer);
    }
    return request;
  }

  /** Once: anybody may send that header. */
  private void warn(String peer) {
    if (hasWarned.compareAndSet(false, true)) {
      LOG.warning(
          "X-Forwarded-For came from "
              + peer
              + ": if that is your proxy, name it in STEWARD_PROXY_TRUSTED, or all its clients"
              + " count as one");
    }
  }

  /** Who sent it; only a trusted proxy may have named the request already. */
  Client client(HttpServletRequest received, HttpServletRequest forwarded) {
    String id =
        Optional.ofNullable(received.getHeader(RequestId.HEADER))
            .filter(given -> forwarding.isTrusted(received.getRemoteAddr()))
            .filter(RequestId::isUsable)
            .orElseGet(RequestId::next);
    String userAgent = Optional.ofNullable(received.getHeader("User-Agent")).orElse("");
    return new Client(id, forwarded.getRemoteAddr(), userAgent);
  }

  Optional<Route> route(HttpServletRequest request) {
    String uri = request.getRequestURI();
    String context = request.getContextPath();
    return uri.startsWith(context)
        ? routes.find(uri.substring(context.length()))
        : Optional.empty();
  }

  /**
   * The request as its caller's.
   *
   * @throws ProblemException 401 without a good token or secret, where one is needed; 403 for who
   *     is no proxy, where one is wanted; 405
   */
  HttpServletRequest admit(HttpServletRequest request, Route route) {
    String method = request.getMethod();
    HttpServletRequest admitted =
        switch (route.who(method)) {
          case ANYONE -> request;
          case PROXY -> ofProxy(request);
          case BEARER -> bearers.authenticate(request);
          case CLIENT -> ofClient(request);
        };
    if (!route.has(method)) {
      throw new ProblemException(
          ProblemType.METHOD_NOT_ALLOWED, "Method \"" + method + "\" not allowed.");
    }
    admitted.setAttribute(ATTRIBUTE, this);
    return admitted;
  }

  private static HttpServletRequest ofProxy(HttpServletRequest request) {
    // Which no other's request becomes; see forwarded.
    if (!(request instanceof ForwardedRequest)) {
      throw new ProblemException(ProblemType.FORBIDDEN, "Only a trusted proxy may ask this.");
    }
    request.setAttribute(PROXY_ATTRIBUTE, true);
    return request;
  }

  private HttpServletRequest ofClient(HttpServletRequest request) {
    return new ClientRequest(request, clients.authenticate(request.getHeaders("Authorization")));
  }
}
