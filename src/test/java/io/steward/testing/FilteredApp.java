package io.steward.testing;

import io.steward.filter.StewardFilter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/**
 * An application at {@code /shop} behind Steward's filter, in a Tomcat of this JVM. It answers with
 * what it sees of the caller, and ends the session at {@code /shop/leave}.
 */
public final class FilteredApp implements AutoCloseable {
  /** The path of the application. */
  public static final String PATH = "/shop";

  private final LoopbackTomcat tomcat;

  /** Starts one on a free port. */
  public FilteredApp(String name, Map<String, String> parameters) {
    tomcat = new LoopbackTomcat(name);
    Context context = tomcat.context(PATH);
    FilterDef definition = new FilterDef();
    definition.setFilterName("steward");
    definition.setFilter(new StewardFilter());
    parameters.forEach(definition::addInitParameter);
    context.addFilterDef(definition);
    FilterMap everything = new FilterMap();
    everything.setFilterName("steward");
    everything.addURLPattern("/*");
    context.addFilterMap(everything);
    Tomcat.addServlet(context, "app", new Servlet()).addMapping("/");
    tomcat.start();
  }

  /**
   * The answer to a request without a body.
   *
   * @param line such as {@code GET /shop/}
   * @param headers lines
   */
  public Answer ask(String line, String host, String... headers) {
    return new RawHttp(tomcat.port(), 1)
        .send(
            Stream.concat(
                    Stream.of(line + " HTTP/1.1", "Host: " + host, "Connection: close"),
                    Stream.of(headers))
                .map(text -> text + "\r\n")
                .collect(Collectors.joining("", "", "\r\n")));
  }

  @Override
  public void close() {
    tomcat.close();
  }

  private static final class Servlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException {
      if (request.getServletPath().equals("/leave")) {
        try {
          request.logout();
        } catch (ServletException e) {
          response.setStatus(HttpServletResponse.SC_BAD_GATEWAY);
          write(response, String.valueOf(e.getMessage()));
          return;
        }
      }
      write(response, seen(request));
    }

    private static String seen(HttpServletRequest request) {
      Stream<Cookie> cookies =
          Optional.ofNullable(request.getCookies()).stream().flatMap(Stream::of);
      return "user=%s principal=%s type=%s staff=%s\ncookies=%s header=%s headers=%s names=%s"
          .formatted(
              request.getRemoteUser(),
              request.getUserPrincipal() != null,
              request.getAuthType(),
              request.isUserInRole("staff"),
              cookies.map(Cookie::getName).toList(),
              request.getHeader("cookie"),
              Collections.list(request.getHeaders("COOKIE")),
              Collections.list(request.getHeaderNames()));
    }

    private static void write(HttpServletResponse response, String text) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      response.setContentLength(bytes.length);
      response.getOutputStream().write(bytes);
    }
  }
}
