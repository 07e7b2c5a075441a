package io.steward.http;

import io.steward.gate.Gate;
import io.steward.gate.ProblemAnswer;
import io.steward.gateway.Door;
import io.steward.gateway.ForwardAuth;
import io.steward.origin.RequestId;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Serves a proxy endpoint, behind the gate. It is a servlet because proxies call it for every
 * request, and Jersey would take longer than the decision.
 */
final class ForwardAuthServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient ForwardAuth forwardAuth;
  private final Door door;

  ForwardAuthServlet(ForwardAuth forwardAuth, Door door) {
    this.forwardAuth = forwardAuth;
    this.door = door;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    // As in SecondLock: a descriptor may have removed the filter.
    if (request.getAttribute(Gate.PROXY_ATTRIBUTE) == null) {
      new ProblemAnswer(Gate.isMissing(), "Bearer", RequestId.next()).send(response);
      return;
    }
    forwardAuth.answer(door, request::getHeaders).forEach(response::setHeader);
    response.setContentLength(0);
  }
}
