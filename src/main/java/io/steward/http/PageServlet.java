package io.steward.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The page at the root, which documents the API. */
@WebServlet("")
public final class PageServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    try (@Nullable InputStream page = getServletContext().getResourceAsStream("/index.html")) {
      if (page == null) {
        throw new ServletException("index.html is not in the WAR");
      }
      response.setContentType("text/html;charset=UTF-8");
      response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'self'");
      page.transferTo(response.getOutputStream());
    }
  }
}
