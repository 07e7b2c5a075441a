package io.steward.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;

/** The page for developers, which shows and tries the API, and the description of the API. */
@WebServlet({
  "/api",
  "/api/",
  "/openapi.yaml",
  "/openapi.yaml/",
  "/openapi.json",
  "/openapi.json/",
  "/page/*"
})
public final class PageServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Swagger UI's style sheet has its icons as data URLs. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    if (path.equals(PageFile.PAGE.path())) {
      // The addresses in the page are relative.
      response.setStatus(HttpServletResponse.SC_FOUND);
      response.setHeader("Location", request.getContextPath() + path + "/");
      return;
    }
    PageFile file =
        PageFile.at(path).orElseThrow(() -> new ServletException("the gate has no such path"));
    try (InputStream content = file.open(getServletContext())) {
      response.setContentType(file.type());
      response.setHeader("Content-Security-Policy", POLICY);
      content.transferTo(response.getOutputStream());
    }
  }
}
