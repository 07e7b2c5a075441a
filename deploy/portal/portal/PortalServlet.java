package portal;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** All pages of a portal that knows its callers only from Steward's filter. */
public final class PortalServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    response.getWriter().println("user " + request.getRemoteUser());
    for (String role : List.of("staff", "editors")) {
      response.getWriter().println(role + " " + request.isUserInRole(role));
    }
  }
}
