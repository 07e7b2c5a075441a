package io.steward.http;

import io.steward.gateway.Door;
import io.steward.gateway.ForwardAuth;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Answers at a door for proxies whom the gate has let in. A servlet, because a proxy asks for every
 * single request, and Jersey would take more time than the decision.
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
      throws ServletException {
    // As SecondLock does: a descriptor may have taken the filter away.
    if (request.getAttribute(Gate.PROXY_ATTRIBUTE) == null) {
      throw new ServletException("the access token filter is not in place: see web.xml");
    }
    forwardAuth.answer(door, request::getHeaders).forEach(response::setHeader);
    response.setContentLength(0);
  }
}
