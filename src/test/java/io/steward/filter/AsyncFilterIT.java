package io.steward.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.settings.jwt.JwtSettings;
import io.steward.testing.LoopbackTomcat;
import io.steward.testing.RawHttp;
import io.steward.testing.TestServer;
import io.steward.testing.TestTokens;
import io.steward.token.Subject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application behind the filter that answers asynchronously, in a real Tomcat. */
final class AsyncFilterIT {
  private static LoopbackTomcat tomcat;

  @BeforeAll
  static void start() {
    tomcat = new LoopbackTomcat("async-filter");
    Context context = tomcat.context("");
    FilterDef definition = new FilterDef();
    definition.setFilterName("steward");
    definition.setFilter(new StewardFilter());
    definition.setAsyncSupported("true");
    definition.addInitParameter("jwt.secret", TestServer.SECRET);
    definition.addInitParameter("public", "/about");
    context.addFilterDef(definition);
    FilterMap everything = new FilterMap();
    everything.setFilterName("steward");
    everything.addURLPattern("/*");
    context.addFilterMap(everything);
    Wrapper app = Tomcat.addServlet(context, "app", new Servlet());
    app.setAsyncSupported(true);
    app.addMapping("/");
    tomcat.start();
  }

  @AfterAll
  static void stop() {
    tomcat.close();
  }

  /** Answers after a dispatch with what it sees of the caller. */
  private static final class Servlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      if (request.getDispatcherType() == DispatcherType.ASYNC) {
        String seen =
            "user=%s principal=%s staff=%s cookie=%s"
                .formatted(
                    request.getRemoteUser(),
                    request.getUserPrincipal() != null,
                    request.isUserInRole("staff"),
                    request.getHeader("Cookie"));
        response.getWriter().write(seen);
        return;
      }
      AsyncContext async =
          request.getRequestURI().equals("/with")
              ? request.startAsync(request, response)
              : request.startAsync();
      if (request.getRequestURI().equals("/elsewhere")) {
        async.dispatch("/answer");
      } else {
        async.dispatch();
      }
    }
  }

  private static String answer(String path, String headers) {
    return new RawHttp(tomcat.port(), 1)
        .send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + "\r\n")
        .body();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/plain", "/with", "/elsewhere"})
  void an_asynchronous_dispatch_keeps_the_caller_and_hides_the_cookies(String path) {
    JwtSettings settings = TestServer.settings("jdbc:postgresql://127.0.0.1/none", Map.of()).jwt();
    Subject ada = new Subject(7, "ada@example.org", "Ada", Set.of("staff"), false);
    String token = TestTokens.issue(settings, Clock.systemUTC(), ada, "session");
    String cookies = "Cookie: __Secure-steward-portal=secret; own=1\r\n";
    assertThat(answer(path, "Authorization: Bearer " + token + "\r\n" + cookies))
        .isEqualTo("user=7 principal=true staff=true cookie=own=1");
    assertThat(answer("/about", cookies))
        .isEqualTo("user=null principal=false staff=false cookie=own=1");
  }
}
