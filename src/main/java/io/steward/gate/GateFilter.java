package io.steward.gate;

import io.steward.background.OutOfMemory;
import io.steward.origin.Origin;
import io.steward.origin.RequestId;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The first filter. It passes on only requests that match a route and have the required
 * credentials.
 */
@WebFilter(
    urlPatterns = "/*",
    dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.ASYNC},
    asyncSupported = true)
public final class GateFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private transient @Nullable Gate gate;
  private boolean gathers;

  @Override
  public void init() throws ServletException {
    gate = (Gate) getServletContext().getAttribute(Gate.ATTRIBUTE);
    if (gate == null) {
      throw new ServletException("Steward has not started");
    }
    // Only Tomcat gathers bodies. Payara answers no further request on a connection after an
    // asynchronous dispatch.
    gathers = getServletContext().getServerInfo().startsWith("Apache Tomcat/");
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Gate opened = gate;
    if (opened == null) {
      throw new ServletException("Steward has not started");
    }
    Optional<GatheredBody> body = GatheredBody.of(request);
    HttpServletRequest forwarded = opened.forwarded(body.map(b -> b.in(request)).orElse(request));
    Origin origin =
        body.map(GatheredBody::origin).orElseGet(() -> opened.origin(request, forwarded));
    opened.examine(forwarded);
    Origin.entered(origin);
    try {
      Optional<ProblemException> tooLarge = gathering(opened, request, forwarded);
      if (tooLarge.isPresent()) {
        Consumer<ProblemException> refusal = e -> hangUp(opened, origin, request, response, e);
        GatheredBody.gather(request, response, origin, tooLarge.get(), refusal);
      } else {
        pass(opened, origin.requestId(), forwarded, response, chain);
      }
    } catch (IOException | ServletException | RuntimeException | Error e) {
      OutOfMemory.examine(e);
      throw e;
    } finally {
      Origin.left();
    }
  }

  /**
   * The refusal to send if the body is too large to gather; empty if the request can pass now. A
   * body of lines is not gathered if its sender is admitted.
   */
  private Optional<ProblemException> gathering(
      Gate opened, HttpServletRequest request, HttpServletRequest forwarded) throws IOException {
    boolean isWhole = GatheredBody.of(request).isPresent() || !GatheredBody.isAwaited(request);
    if (!gathers || isWhole) {
      return Optional.empty();
    }
    return opened.streams(forwarded)
        ? opened.refusal(forwarded)
        : Optional.of(new ProblemException(ProblemType.CONTENT_TOO_LARGE));
  }

  /**
   * Whether a request asks for the context path without its final slash. Servers redirect such
   * requests, unless a servlet answers every path as Jersey does here.
   */
  private static boolean asksForContext(HttpServletRequest request) {
    String context = request.getContextPath();
    return !context.isEmpty()
        && request.getRequestURI().equals(context)
        && List.of("GET", "HEAD").contains(request.getMethod());
  }

  private static void redirectToContext(HttpServletRequest request, HttpServletResponse response) {
    String query = request.getQueryString();
    response.setHeader(
        "Location", request.getContextPath() + "/" + (query == null ? "" : "?" + query));
    response.setStatus(HttpServletResponse.SC_FOUND);
  }

  private static void pass(
      Gate opened,
      String id,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    request.setAttribute(RequestId.ATTRIBUTE, id);
    SecurityHeaders.set(request, response, id);
    if (asksForContext(request)) {
      redirectToContext(request, response);
      return;
    }
    try {
      Route route =
          opened.route(request).orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
      response.setHeader("Allow", route.allow());
      if (Cors.isPreflight(request)) {
        Cors.answerPreflight(route, response);
        return;
      }
      chain.doFilter(opened.admit(request, route), response);
    } catch (ProblemException e) {
      refuse(opened, id, request, response, e);
      return;
    }
    describeReset(opened, id, request, response);
  }

  /** Sends a refusal; a browser that is not signed in is led to the sign-in page instead. */
  private static void refuse(
      Gate opened,
      String id,
      HttpServletRequest request,
      HttpServletResponse response,
      ProblemException refusal)
      throws IOException {
    if (refusal.type() == ProblemType.NOT_SIGNED_IN) {
      String context = request.getContextPath();
      String path = request.getRequestURI().substring(context.length());
      response.setHeader("Location", context + "/login/?next=" + path);
      response.setStatus(HttpServletResponse.SC_SEE_OTHER);
      return;
    }
    new ProblemAnswer(refusal, opened.scheme(), id).send(opened.html(), request, response);
  }

  /** Completes a response that Jersey has reset because it cannot parse a media type. */
  private static void describeReset(
      Gate opened, String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!response.isCommitted() && !response.containsHeader(RequestId.HEADER)) {
      SecurityHeaders.set(request, response, id);
      ProblemType type = ProblemType.ofStatus(response.getStatus());
      new ProblemAnswer(new ProblemException(type), opened.scheme(), id)
          .send(opened.html(), request, response);
    }
  }

  /** Refuses a request whose body will never be complete, and closes the connection. */
  private static void hangUp(
      Gate opened,
      Origin origin,
      HttpServletRequest request,
      HttpServletResponse response,
      ProblemException problem) {
    Origin.entered(origin);
    try {
      SecurityHeaders.set(request, response, origin.requestId());
      response.setHeader("Connection", "close");
      new ProblemAnswer(problem, opened.scheme(), origin.requestId()).send(response);
      response.flushBuffer();
    } catch (IOException e) {
      // The peer has disconnected.
    } finally {
      Origin.left();
    }
  }
}
