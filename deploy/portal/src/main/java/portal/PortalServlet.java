package portal;

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
}
