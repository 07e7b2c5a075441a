package io.steward.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.access.Anyone;
import io.steward.access.Authenticated;
import io.steward.gate.Gate;
import io.steward.gate.GateFilter;
import io.steward.settings.jwt.JwtSettings;
import io.steward.testing.Http;
import io.steward.testing.LoopbackTomcat;
import io.steward.testing.TestGate;
import io.steward.testing.TestServer;
import io.steward.testing.TestTokens;
import io.steward.token.Subject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.security.Principal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The caller's identity, as a servlet behind the filter sees it. */
final class IdentityIT {
  private static final JwtSettings SETTINGS =
      TestServer.settings(
              "jdbc:postgresql://127.0.0.1/none", Map.of("jwt.header_prefix", "Steward"))
          .jwt();
  private static final Subject ADA =
      new Subject(4711, "ada@golden.example", "", Set.of("editors", "Łódź staff"), false);
  private static final Subject LONER =
      new Subject(4712, "loner@golden.example", "", Set.of(), false);

  private static LoopbackTomcat tomcat;
  private static Http http;

  /** Declares a path that requires a token. It is never called: Jersey is not deployed here. */
  @Path("closed")
  public static final class ClosedResource {
    @GET
    @Authenticated
    public void read() {}
  }

  /** Declares a public path. */
  @Path("open")
  public static final class OpenResource {
    @GET
    @Anyone
    public void read() {}
  }

  /** Responds with the identity that the request reports for its caller. */
  private static final class CallerServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setCharacterEncoding("UTF-8");
      response.getWriter().print(answer(request));
    }

    private static String answer(HttpServletRequest request) {
      return switch (request.getParameter("ask")) {
        case "principal" ->
            Optional.ofNullable(request.getUserPrincipal()).map(Principal::getName).orElse("none");
        case "user" -> Optional.ofNullable(request.getRemoteUser()).orElse("none");
        case "scheme" -> Optional.ofNullable(request.getAuthType()).orElse("none");
        default -> Boolean.toString(request.isUserInRole(request.getParameter("role")));
      };
    }
  }

  @BeforeAll
  static void start() {
    tomcat = new LoopbackTomcat("identity");
    Context context = tomcat.context("");
    Tomcat.addServlet(context, "caller", new CallerServlet()).addMapping("/");
    lock(context);
    tomcat.start();
    http = new Http("http://127.0.0.1:" + tomcat.port());
  }

  private static void lock(Context context) {
    Api api =
        new Api(
            List.of(new ClosedResource(), new OpenResource()),
            Optional.empty(),
            routes -> TestGate.of(routes, SETTINGS));
    context.getServletContext().setAttribute(Gate.ATTRIBUTE, api.gate());
    FilterDef filter = new FilterDef();
    filter.setFilterName("token");
    filter.setFilterClass(GateFilter.class.getName());
    context.addFilterDef(filter);
    FilterMap everything = new FilterMap();
    everything.setFilterName("token");
    everything.addURLPattern("/*");
    context.addFilterMap(everything);
  }

  @AfterAll
  static void stop() {
    tomcat.close();
  }

  @Test
  void the_name_of_the_principal_is_the_users_id() {
    assertThat(closed(ADA, "principal")).isEqualTo("4711");
    assertThat(closed(LONER, "principal")).isEqualTo("4712");
  }

  @Test
  void the_remote_user_is_the_users_id() {
    assertThat(closed(ADA, "user")).isEqualTo("4711");
    assertThat(closed(LONER, "user")).isEqualTo("4712");
  }

  @Test
  void the_authentication_type_is_the_configured_scheme() {
    assertThat(closed(ADA, "scheme")).isEqualTo("Steward");
  }

  @ParameterizedTest
  @ValueSource(strings = {"editors", "%C5%81%C3%B3d%C5%BA+staff"})
  void each_group_of_the_token_is_a_role(String group) {
    assertThat(closed(ADA, "role&role=" + group)).isEqualTo("true");
    assertThat(closed(LONER, "role&role=" + group)).isEqualTo("false");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "admins",
        "staff",
        "Editors",
        "EDITORS",
        "editor",
        "editors+",
        "editors%00",
        "editors,%C5%81%C3%B3d%C5%BA+staff",
        "%C5%82%C3%B3d%C5%BA+staff",
        "",
        "null",
        "*",
        "**",
        "4711",
        "ada@golden.example"
      })
  void only_groups_of_the_token_are_roles(String role) {
    assertThat(closed(ADA, "role&role=" + role)).isEqualTo("false");
    assertThat(closed(LONER, "role&role=" + role)).isEqualTo("false");
  }

  @Test
  void a_null_role_is_never_granted() {
    assertThat(closed(ADA, "role")).isEqualTo("false");
    assertThat(closed(LONER, "role")).isEqualTo("false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"principal", "user", "scheme"})
  void on_a_public_path_a_token_sets_no_principal(String ask) {
    assertThat(ask("/open", ask, ADA)).isEqualTo("none");
  }

  @Test
  void on_a_public_path_a_token_grants_no_role() {
    assertThat(ask("/open", "role&role=editors", ADA)).isEqualTo("false");
  }

  private static String closed(Subject caller, String question) {
    return ask("/closed", question, caller);
  }

  private static String ask(String path, String question, Subject caller) {
    String token = TestTokens.issue(SETTINGS, Clock.systemUTC(), caller, "the-session");
    return http.get(path + "?ask=" + question, "Authorization", "steward " + token).is(200).body();
  }
}
