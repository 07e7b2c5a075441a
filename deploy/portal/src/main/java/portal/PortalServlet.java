package portal;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** Serves all pages of the portal. It learns who the caller is from Steward's filter alone. */
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

  /** Signs the caller out of this portal, of Steward, and of all other portals. */
  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    if (!request.getServletPath().equals("/sign-out")) {
      response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
      return;
    }
    request.logout();
    response.sendRedirect(request.getContextPath() + "/about");
  }
}
