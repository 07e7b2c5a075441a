package io.steward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Folders;
import io.steward.testing.PortalCookies;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.TestTokens;
import io.steward.token.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code authz explain} says about the cookie of a browser, and about a user. */
final class ExplainCommandIT {
  private static final Path FOLDER = Folders.fresh("explain-command");
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final String PAGE = "https://app.example.com/x";
  private static final String WIKI = "https://wiki.other.org/x";
  private static final String SIGN_IN =
      "answer  302 to " + PortalCookies.PUBLIC_URL + "/login/ and back";
  private static final String ANYONE = "rule    line 4: * / authenticated";
  private static final Duration NOW = Duration.ZERO;

  private static Map<String, String> settings = Map.of();
  private static PortalCookies cookies;

  @BeforeAll
  static void prepare() throws IOException {
    DATABASE.migrate();
    Path rules =
        Files.writeString(
            FOLDER.resolve("rules.txt"),
            """
            * /public public
            * /staff group:staff
            * /reports permission:reports.add_report
            * / authenticated
            """);
    settings = PortalCookies.settings(rules);
    cookies = new PortalCookies(TestServer.settings(DATABASE.url(), settings));
  }

  @BeforeEach
  void oneUser() {
    DATABASE.execute(
        "delete from users; delete from groups; delete from permissions where code like 'reports%';"
            + " insert into users (email, password) values ('ada@example.com', '!')");
  }

  private static CommandRun run(
      Map<String, String> environment, String typed, String... arguments) {
    return CommandRun.of(
        FOLDER,
        environment,
        List.of(typed),
        Stream.concat(Stream.of("authz", "explain"), Stream.of(arguments)).toArray(String[]::new));
  }

  /** Runs the command without a database. */
  private static CommandRun cookie(String typed, String... arguments) {
    return run(
        environment(),
        typed,
        Stream.concat(Stream.of("--cookie"), Stream.of(arguments)).toArray(String[]::new));
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    settings.forEach(
        (key, value) ->
            environment.put("STEWARD_" + key.toUpperCase(Locale.ROOT).replace('.', '_'), value));
    environment.put("STEWARD_JWT_SECRET", TestServer.SECRET);
    return environment;
  }

  /** Runs the command with a database, but without a key. */
  private static CommandRun user(String... arguments) {
    Map<String, String> environment = new HashMap<>(Steward.environment(DATABASE.url()));
    environment.putAll(environment());
    environment.keySet().removeIf(name -> name.contains("JWT"));
    return run(
        environment,
        "",
        Stream.concat(Stream.of("--user"), Stream.of(arguments)).toArray(String[]::new));
  }

  private static List<String> out(CommandRun run) {
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    return run.out();
  }

  private static String of(String url, Duration age) {
    return cookies.of(url.equals(WIKI) ? "wiki.other.org" : "app.example.com", "the-session", age);
  }

  private static String value(String cookie) {
    return cookie.substring(cookie.indexOf('=') + 1);
  }

  @Test
  void cookies_that_no_proxy_passes_on_are_named() {
    String cookie = of(PAGE, NOW);
    String name = cookie.substring(0, cookie.indexOf('='));
    String third = name + "=x; " + name + "=y; " + cookie;
    assertThat(out(cookie(third, PAGE)))
        .contains("cookie  refused: the proxies' files pass on none of more than 2 such cookies");
    assertThat(out(cookie(name + "=x; " + cookie, PAGE)))
        .noneMatch(line -> line.contains("pass on none"));
  }

  @Test
  void a_fresh_cookie_is_explained_from_its_value_or_from_the_whole_header() {
    String cookie = of(PAGE, NOW);
    List<String> lines = out(cookie(value(cookie), PAGE));
    assertThat(lines)
        .startsWith(
            "cookie  genuine, for all hosts of example.com", "        user 7, session the-session")
        .contains(ANYONE, "answer  200", "        Remote-Groups: staff")
        .anyMatch(line -> line.matches(" +issued \\S+Z, \\d s ago: fresh; valid until \\S+Z"));
    for (String header :
        List.of(cookie, "Cookie: theme=dark; " + cookie, "cookie:" + cookie + "; lang=en")) {
      assertThat(out(cookie(header, PAGE))).hasSameSizeAs(lines).contains("answer  200");
    }
  }

  @Test
  void nothing_printed_is_of_any_use_to_a_thief() {
    String cookie = of(PAGE, NOW);
    String signature = cookie.substring(cookie.lastIndexOf('.') + 1);
    List<String> all =
        Stream.of(cookie, of(PAGE, Duration.ofMinutes(9)))
            .flatMap(given -> out(cookie(given, PAGE)).stream())
            .toList();
    assertThat(all).contains("answer  200", SIGN_IN);
    assertThat(String.join("\n", all)).doesNotContain(signature, "eyJ", "sig=");
  }

  @Test
  void an_old_cookie_is_due_for_renewal_when_a_page_opens_and_passes_with_a_post() {
    String old = of(PAGE, Duration.ofMinutes(9));
    assertThat(out(cookie(old, PAGE)))
        .contains(SIGN_IN)
        .anyMatch(line -> line.contains("9 min ago: due for renewal when a page opens"));
    assertThat(out(cookie(old, "POST", PAGE))).contains("answer  200");
  }

  @Test
  void an_expired_cookie_counts_as_missing() {
    assertThat(out(cookie(of(PAGE, Duration.ofHours(13)), PAGE)))
        .contains("cookie  genuine, for all hosts of example.com", ANYONE, SIGN_IN)
        .anyMatch(line -> line.matches(" +expired \\S+Z, 60 min ago, so it counts as missing"));
  }

  @Test
  void a_cookie_of_another_host_is_refused() {
    assertThat(out(cookie(value(of(PAGE, NOW)), WIKI)))
        .startsWith(
            "cookie  refused: it is for all hosts of example.com, not for wiki.other.org alone");
    assertThat(out(cookie(value(of(WIKI, NOW)), PAGE)))
        .startsWith(
            "cookie  refused: it is for wiki.other.org alone, not for all hosts of example.com")
        .contains(SIGN_IN);
    assertThat(out(cookie("Cookie: " + of(WIKI, NOW), PAGE)))
        .startsWith(
            "cookie  missing: the header has no __Secure-steward-portal;"
                + " its __Host-steward-portal is of another host");
    assertThat(out(cookie(of(WIKI, NOW), WIKI))).contains("answer  200");
  }

  @Test
  void each_url_is_explained_by_itself() {
    assertThat(out(cookie(of(PAGE, NOW), PAGE, "https://b.example.com/reports")))
        .containsSubsequence(
            "url     " + PAGE,
            "answer  200",
            "url     https://b.example.com/reports",
            "rule    line 3: * /reports permission:reports.add_report")
        .last()
        .asString()
        .startsWith("answer  200 if the user or one of the token's groups has the permission");
  }

  @Test
  void an_altered_cookie_is_refused() {
    String cookie = of(PAGE, NOW);
    int payload = cookie.indexOf('.') + 10;
    char other = cookie.charAt(payload) == 'A' ? 'B' : 'A';
    for (String altered :
        List.of(
            cookie.substring(0, payload) + other + cookie.substring(payload + 1),
            cookie.substring(0, cookie.length() - 1),
            "x",
            ".")) {
      assertThat(out(cookie(altered, PAGE)))
          .startsWith("cookie  refused: it is cut off or altered, or signed with another key")
          .contains(SIGN_IN);
    }
  }

  @Test
  void tokens_of_other_kinds_are_named_when_they_are_given_as_a_cookie() {
    assertThat(out(cookie(accessToken(), PAGE)))
        .startsWith(
            "cookie  refused: it is an access token, which counts in the header Authorization alone")
        .contains(SIGN_IN);
    String session = "a".repeat(22) + "." + "b".repeat(43);
    assertThat(out(cookie(session, PAGE)))
        .startsWith(
            "cookie  refused: it is the cookie of Steward's own host, which no portal accepts");
  }

  private static String accessToken() {
    return TestTokens.issue(
        TestServer.settings(DATABASE.url(), settings).jwt(),
        Clock.systemUTC(),
        new Subject(7, "ada@golden.example", "Ada", Set.of(), false),
        "the-session");
  }

  @Test
  void a_cookie_given_as_a_token_is_named_and_refused() {
    for (String given : List.of(value(of(PAGE, NOW)), "Cookie: " + of(PAGE, NOW))) {
      assertThat(out(run(environment(), given, "-", "GET", PAGE)))
          .startsWith("token   refused: it is the cookie of a portal; use --cookie", ANYONE)
          .last()
          .asString()
          .startsWith("answer  401 ");
    }
  }

  @Test
  void two_cookies_of_different_sessions_are_refused() {
    String tossed = of(PAGE, NOW) + "; " + cookies.of("app.example.com", "other", NOW);
    assertThat(out(cookie(tossed, PAGE)))
        .contains(
            "cookie  refused: they belong to different sessions, so another host of the domain has"
                + " set one",
            SIGN_IN);
    assertThat(out(cookie(String.join("; ", List.of(tossed, tossed, of(PAGE, NOW))), PAGE)))
        .startsWith(
            "cookie  refused: 5 cookies are called __Secure-steward-portal, and Steward reads at"
                + " most 4");
  }

  @Test
  void bad_input_is_refused_in_one_line() {
    assertThat(cookie("", PAGE).misuse())
        .isEqualTo("Standard input has no cookie: give its value or the whole Cookie header.");
    assertThat(cookie("a=" + "b".repeat(16_000), PAGE).misuse())
        .isEqualTo("The Cookie header has more than 16000 characters.");
    for (String url :
        List.of("/x", "app.example.com/x", "https://evil.com/x", "ftp://example.com")) {
      assertThat(cookie("x", url).misuse())
          .startsWith(url + ": give the whole address of a portal");
    }
    Map<String, String> noPortals = new HashMap<>(environment());
    noPortals.keySet().removeIf(name -> name.contains("PORTAL"));
    run(noPortals, "x", "--cookie", PAGE)
        .fails("There are no portals: set STEWARD_PORTAL_DOMAIN or STEWARD_PORTAL_HOSTS.");
    for (String[] arguments :
        new String[][] {
          {"--cookie"}, {"--cookie", "POST"}, {"-", PAGE}, {}, {"--cookie", "--user=a", PAGE}
        }) {
      CommandRun misused = run(environment(), "x", arguments);
      assertThat(misused.err()).singleElement().asString().startsWith("Give ");
      assertThat(misused.out()).isEmpty();
      assertThat(misused.code()).isEqualTo(2);
    }
  }

  @Test
  void a_user_is_explained_with_groups_and_permissions_from_the_database() {
    String reports = "https://app.example.com/reports";
    assertThat(out(user("ada@example.com", reports)))
        .containsSubsequence(
            "groups  none", "rule    line 3: * /reports permission:reports.add_report")
        .last()
        .isEqualTo("answer  403 You do not have permission to perform this action.");
    DATABASE.execute(
        """
        insert into groups (name) values ('staff');
        insert into user_groups select u.id, g.id from users u, groups g;
        insert into permissions (code, name) values ('reports.add_report', 'x');
        insert into group_permissions
          select g.id, p.id from groups g, permissions p where p.code = 'reports.add_report'
        """);
    assertThat(out(user("ADA@example.com", "POST", reports, "https://app.example.com/staff")))
        .contains("groups  staff", "answer  200", "        Remote-Email: ada@example.com")
        .noneMatch(line -> line.startsWith("answer  4"));
  }

  @Test
  void a_user_on_a_host_that_is_no_portal_is_explained_as_a_program() {
    for (String url : List.of("https://a.example.org/x", "/x")) {
      assertThat(out(user("ada@example.com", url)))
          .contains(
              "portal  none, so browsers are not sent to sign in; a program with a token gets:",
              "answer  200");
    }
  }

  @Test
  void an_inactive_user_cannot_sign_in() {
    DATABASE.execute("update users set is_active = false");
    assertThat(out(user("ada@example.com", PAGE)))
        .hasSize(2)
        .first()
        .asString()
        .endsWith(", inactive, so sign-in is refused");
  }

  @Test
  void an_unknown_user_is_refused() {
    CommandRun missing = user("eve@example.com", PAGE);
    assertThat(missing.err()).containsExactly("user 'eve@example.com' does not exist");
    assertThat(missing.code()).isEqualTo(3);
  }
}
