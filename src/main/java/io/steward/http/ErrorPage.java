package io.steward.http;

import io.steward.gate.Gate;
import io.steward.gate.ProblemAnswer;
import io.steward.gate.SecurityHeaders;
import io.steward.origin.RequestId;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Replaces the container's own error page, which would reveal its version. */
@WebServlet("/error")
public final class ErrorPage extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Reached only by error dispatch, because the gate has no route for this path. */
  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (response.isCommitted()) {
      return;
    }
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    ProblemException refusal =
        new ProblemException(ProblemType.ofStatus(status instanceof Integer code ? code : 404));
    String id = RequestId.of(request.getAttribute(RequestId.ATTRIBUTE));
    SecurityHeaders.set(request, response, id);
    ProblemAnswer answer = new ProblemAnswer(refusal, "Bearer", id);
    if (getServletContext().getAttribute(Gate.ATTRIBUTE) instanceof Gate gate) {
      answer.send(gate.html(), request, response);
    } else {
      answer.send(response);
    }
  }
}
