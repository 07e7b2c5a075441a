package io.steward.http;

import io.steward.gate.Gate;
import io.steward.gate.ProblemAnswer;
import io.steward.gateway.ForwardAuth;
import io.steward.gateway.ProxyEndpoint;
import io.steward.origin.RequestId;
import io.steward.problem.ProblemException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Serves an endpoint for proxies, behind the gate. Proxies call it for every request. It does not
 * use Jersey, which would take longer than the decision itself.
 */
final class ForwardAuthServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient ForwardAuth forwardAuth;
  private final ProxyEndpoint endpoint;

  ForwardAuthServlet(ForwardAuth forwardAuth, ProxyEndpoint endpoint) {
    this.forwardAuth = forwardAuth;
    this.endpoint = endpoint;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    // A web.xml may have removed the gate's filter; see SecondLock.
    if (request.getAttribute(Gate.PROXY_ATTRIBUTE) == null) {
      new ProblemAnswer(Gate.bypassed(), "Bearer", RequestId.next()).send(response);
      return;
    }
    try {
      forwardAuth.answer(endpoint, request::getHeaders).forEach(response::setHeader);
    } catch (ProblemException e) {
      response.setHeader("Location", location(e));
      response.setStatus(HttpServletResponse.SC_FOUND);
    }
    response.setContentLength(0);
  }

  /** The redirect that this kind of proxy passes on as it is. */
  private String location(ProblemException refusal) {
    return refusal.location().filter(l -> endpoint.passesRedirects()).orElseThrow(() -> refusal);
  }
}
