package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** The contract that every server must fulfil with the same WAR. */
final class ServerContract {
  private static final String PASSWORD = "korrekt Pferd Batterie";

  private final Http http;

  private ServerContract(Http http) {
    this.http = http;
  }

  static Stream<DynamicTest> of(Http http) {
    ServerContract contract = new ServerContract(http);
    return Stream.of(
        test("is ready", contract::isReady),
        test("registers, reads, changes and deletes an account", contract::leadsAnAccount),
        test("accepts forms as well as JSON", contract::readsForms),
        test("challenges a request without a token", contract::challenges),
        test("refuses malformed JSON", contract::refusesWhatIsNoJson),
        test("limits the size of bodies", contract::limitsBodies),
        test("refuses unknown paths, methods and media types", contract::knowsItsPaths),
        test("answers HEAD without a body", contract::answersHead),
        test("answers OPTIONS", contract::answersOptions),
        test("accepts only one spelling of a path", contract::hasOneSpelling),
        test("serves a start page", contract::showsPage));
  }

  private static DynamicTest test(String name, Executable executable) {
    return dynamicTest(name, executable);
  }

  private void isReady() {
    assertThat(http.get("/health/live").is(200).body()).isEqualTo("{\"status\":\"live\"}");
    assertThat(http.get("/health/ready").is(200).body()).isEqualTo("{\"status\":\"ready\"}");
  }

  private void leadsAnAccount() {
    ServerAnswer registered =
        http.post(
                "/user/create/",
                """
                {"email":"zoe@example.com","first_name":"Zoë 李","last_name":"Łuczak 🦊",
                 "password":"%s"}"""
                    .formatted(PASSWORD))
            .is(201);
    assertThat(registered.header("Content-Type")).startsWith("application/json");
    assertThat(registered.member("first_name")).isEqualTo("Zoë 李");
    String bearer = bearer("zoe@example.com");

    ServerAnswer read = http.get("/user/update/", "Authorization", bearer).is(200);
    assertThat(read.body()).isEqualTo(registered.body());
    assertThat(read.member("last_name")).isEqualTo("Łuczak 🦊");
    assertThat(read.header("Cache-Control")).contains("no-store");

    ServerAnswer replaced = update("PUT", "{\"user\":{\"first_name\":\"Ζωή\"}}", bearer).is(200);
    assertThat(replaced.member("first_name")).isEqualTo("Ζωή");
    ServerAnswer changed = update("PATCH", "{\"last_name\":\"Müller\"}", bearer).is(200);
    assertThat(changed.member("last_name")).isEqualTo("Müller");
    update("PATCH", "{\"password\":\"another good passphrase\"}", bearer).isProblem(400);

    update("DELETE", "{\"current_password\":\"wrong\"}", bearer).isProblem(400);
    assertThat(update("DELETE", "{\"current_password\":\"" + PASSWORD + "\"}", bearer).is(204))
        .extracting(ServerAnswer::body)
        .isEqualTo("");
    http.get("/user/update/", "Authorization", bearer).isProblem(401);
    verify(bearer).isProblem(400);
  }

  private ServerAnswer update(String method, String json, String bearer) {
    return http.json(method, "/user/update/", json, "Authorization", bearer);
  }

  private ServerAnswer verify(String bearer) {
    return http.post(
        "/user/verify_token/", "{\"token\":\"" + bearer.substring("Bearer ".length()) + "\"}");
  }

  private String bearer(String email) {
    ServerAnswer answer =
        http.post(
                "/user/obtain_token/",
                "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, PASSWORD))
            .is(200);
    String bearer = "Bearer " + answer.member("token");
    verify(bearer).is(200);
    return bearer;
  }

  private void readsForms() {
    String form = "email=form%40example.com&first_name=J%C3%B6rg&password=korrekt+Pferd+Batterie";
    ServerAnswer registered = form("POST", "/user/create/", form).is(201);
    assertThat(registered.member("first_name")).isEqualTo("Jörg");
    String bearer = bearer("form@example.com");
    ServerAnswer changed =
        form("PUT", "/user/update/", "last_name=Stra%C3%9Fe", "Authorization", bearer).is(200);
    assertThat(changed.member("last_name")).isEqualTo("Straße");
    // A query parameter is not a member of the body.
    form("POST", "/user/create/?email=query%40example.com", "password=korrekt+Pferd+Batterie")
        .isProblem(400);
  }

  private ServerAnswer form(String method, String path, String form, String... headers) {
    String[] all =
        Stream.concat(
                Stream.of("Content-Type", "application/x-www-form-urlencoded"), Stream.of(headers))
            .toArray(String[]::new);
    return http.send(method, path, form, all);
  }

  private void challenges() {
    for (String method : List.of("GET", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD")) {
      ServerAnswer refused = http.send(method, "/user/update/", "").is(401);
      assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"api\"");
      refused.tellsNothing();
    }
    http.get("/user/update/").isProblem(401);
    ServerAnswer foreign =
        http.get("/user/update/", "Authorization", "Bearer a.b.c").isProblem(401);
    assertThat(foreign.header("WWW-Authenticate"))
        .isEqualTo(
            "Bearer realm=\"api\", error=\"invalid_token\","
                + " error_description=\"Error decoding signature.\"");
    http.get("/user/update/", "Authorization", "Basic YTpi").isProblem(401);
    http.get("/user/update/", "Authorization", "Bearer a.b.c", "Authorization", "Bearer d.e.f")
        .isProblem(401);
  }

  private void refusesWhatIsNoJson() {
    for (String body : List.of("{", "[]", "null", "{\"email\":}", "{\"a\":1,\"a\":2}", "\u0000")) {
      http.post("/user/create/", body).isProblem(400);
      http.post("/user/obtain_token/", body).isProblem(400);
    }
    http.post("/user/create/", "").isProblem(400);
    http.send("POST", "/user/create/", "").isProblem(400);
    assertThat(http.post("/user/create/", "{}").isProblem(400).json())
        .containsKeys("email", "password");
  }

  private void limitsBodies() {
    String long1 = "{\"email\":\"" + "a".repeat(70_000) + "\"}";
    http.post("/user/create/", long1).isProblem(413);
    String raw =
        http.raw(
            "POST "
                + http.path("/user/create/")
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "2\r\n{}\r\n0\r\n\r\n");
    assertThat(raw).startsWith("HTTP/1.1 400").contains("This field is required.");
  }

  private void knowsItsPaths() {
    for (String path : List.of("/user", "/user/", "/nothing", "/error", "/user/update/x", "/x.y")) {
      http.get(path).isProblem(404);
    }
    assertThat(http.get("/user/create/").isProblem(405).header("Allow")).isEqualTo("POST, OPTIONS");
    assertThat(http.send("DELETE", "/health/live", "").isProblem(405).header("Allow"))
        .isEqualTo("GET, HEAD");
    http.send("POST", "/user/update/", "").isProblem(401);
    http.send("BREW", "/user/create/", "").tellsNothing();
    http.send("POST", "/user/create/", "{}", "Content-Type", "text/plain").isProblem(415);
    http.send("POST", "/user/create/", "{}", "Content-Type", "multipart/form-data; boundary=x")
        .isProblem(415);
    http.send("POST", "/user/create/", "{}", "Content-Type", "no type at all").tellsNothing();
    http.get("/health/live", "Accept", "text/csv").isProblem(406);
  }

  private void answersHead() {
    for (String path : List.of("/health/live", "/health/ready", "/")) {
      assertThat(http.send("HEAD", path, "").is(200).body()).isEmpty();
    }
    ServerAnswer refused = http.send("HEAD", "/user/update/", "").is(401);
    assertThat(refused.header("WWW-Authenticate")).isNotEmpty();
  }

  private void answersOptions() {
    ServerAnswer described = http.send("OPTIONS", "/user/create/", "").is(200);
    assertThat(described.header("Allow")).isEqualTo("POST, OPTIONS");
    assertThat(described.member("name")).isEqualTo("Create User Api");
    http.send("OPTIONS", "/nothing", "").isProblem(404);
  }

  private void hasOneSpelling() {
    for (String path :
        List.of(
            "/user/update/;x",
            "/user/update;x=1",
            "//user/update/",
            "/user//update/",
            "/./user/update/",
            "/x/../user/update/",
            "/user/%75pdate/",
            "/user/update%2F",
            "/user/update%00",
            "/USER/UPDATE/",
            "/user/update/..;/update/",
            "/index.html",
            "/WEB-INF/web.xml",
            "/web-inf/web.xml",
            "/META-INF/MANIFEST.MF",
            "/WEB-INF/lib-provided/",
            "/io/steward/standalone/Launcher.class",
            "/application.wadl")) {
      ServerAnswer answer = http.get(path).tellsNothing();
      assertThat(answer.status()).as(path).isIn(400, 401, 404);
    }
  }

  private void showsPage() {
    ServerAnswer start = http.get("/").is(200);
    assertThat(start.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
    assertThat(start.body()).contains("/login/", "/assets/style-");
    ServerAnswer page = http.get("/api/").is(200);
    assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
    assertThat(page.body()).contains("page/swagger-ui-bundle.js");
    assertThat(http.get("/page/swagger-ui-bundle.js").is(200).body()).contains("SwaggerUI");
    assertThat(http.get("/openapi.json").is(200).body()).contains("/user/create/");
  }
}
