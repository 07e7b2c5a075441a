package io.steward.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.access.Anyone;
import io.steward.access.Authenticated;
import io.steward.gate.GateFilter;
import io.steward.settings.jwt.JwtSettings;
import io.steward.testing.Http;
import io.steward.testing.LoopbackTomcat;
import io.steward.testing.ServerAnswer;
import io.steward.testing.TestGate;
import io.steward.testing.TestServer;
import io.steward.testing.TestTokens;
import io.steward.token.Subject;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.catalina.Context;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** HEAD requests to resources with and without their own method for HEAD. */
final class HeadIT {
  private static final JwtSettings SETTINGS =
      TestServer.settings("jdbc:postgresql://127.0.0.1/none", Map.of()).jwt();
  private static final Subject ADA = new Subject(4711, "ada@golden.example", "", Set.of(), false);

  private static LoopbackTomcat tomcat;
  private static Http http;

  /** HEAD requires more than GET. */
  @Path("closed-head")
  public static final class ClosedHead {
    @GET
    @Anyone
    public Response read() {
      return answeredBy("GET");
    }

    @HEAD
    @Authenticated
    public Response probe() {
      return answeredBy("HEAD");
    }
  }

  /** GET requires more than HEAD. */
  @Path("open-head")
  public static final class OpenHead {
    @GET
    @Authenticated
    public Response read() {
      return answeredBy("GET");
    }

    @HEAD
    @Anyone
    public Response probe() {
      return answeredBy("HEAD");
    }
  }

  /** A resource without a method for HEAD. */
  @Path("get-only")
  public static final class GetOnly {
    @GET
    @Authenticated
    public Response read() {
      return answeredBy("GET");
    }
  }

  private static Response answeredBy(String method) {
    return Response.noContent().header("Answered-By", method).build();
  }

  @BeforeAll
  static void start() {
    tomcat = new LoopbackTomcat("head");
    Context context = tomcat.context("");
    context.addServletContainerInitializer((classes, started) -> mount(started), null);
    tomcat.start();
    http = new Http("http://127.0.0.1:" + tomcat.port());
  }

  private static void mount(ServletContext context) {
    new Api(
            List.of(new ClosedHead(), new OpenHead(), new GetOnly()),
            Optional.empty(),
            routes -> TestGate.of(routes, SETTINGS))
        .mount(context);
    FilterRegistration.Dynamic filter = context.addFilter("token", new GateFilter());
    filter.setAsyncSupported(true);
    filter.addMappingForUrlPatterns(null, false, "/*");
  }

  @AfterAll
  static void stop() {
    tomcat.close();
  }

  @Test
  void a_declared_head_answers_and_requires_its_own_access() {
    assertRefused(anonymous("HEAD", "/closed-head"));
    assertAnswered(withToken("HEAD", "/closed-head"), "HEAD");
    assertAnswered(anonymous("GET", "/closed-head"), "GET");
  }

  @Test
  void an_open_head_does_not_open_get() {
    assertAnswered(anonymous("HEAD", "/open-head"), "HEAD");
    assertRefused(anonymous("GET", "/open-head"));
    assertAnswered(withToken("GET", "/open-head"), "GET");
  }

  @Test
  void get_answers_head_if_head_is_not_declared() {
    assertRefused(anonymous("HEAD", "/get-only"));
    assertAnswered(withToken("HEAD", "/get-only"), "GET");
  }

  @Test
  void an_unknown_method_needs_a_token_if_one_of_the_methods_does() {
    for (String path : List.of("/closed-head", "/open-head", "/get-only")) {
      assertRefused(anonymous("DELETE", path));
      assertThat(withToken("DELETE", path).isProblem(405).header("Allow")).isEqualTo("GET, HEAD");
    }
  }

  private static void assertAnswered(ServerAnswer answer, String method) {
    assertThat(answer.is(204).header("Answered-By")).isEqualTo(method);
  }

  private static void assertRefused(ServerAnswer answer) {
    assertThat(answer.is(401).header("Answered-By")).isEmpty();
  }

  private static ServerAnswer anonymous(String method, String path) {
    return http.send(method, path, "");
  }

  private static ServerAnswer withToken(String method, String path) {
    String token = TestTokens.issue(SETTINGS, Clock.systemUTC(), ADA, "the-session");
    return http.send(method, path, "", "Authorization", "Bearer " + token);
  }
}
