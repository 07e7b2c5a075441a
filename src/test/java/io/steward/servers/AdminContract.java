package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import io.steward.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** What the administration API must do on every server. */
final class AdminContract {
  private static final String USERS = "/admin/api/users/";
  private static final int SILENCE_MILLIS = 30_000;

  private final Http http;
  private final String bearer;

  private AdminContract(Http http, String bearer) {
    this.http = http;
    this.bearer = bearer;
  }

  /**
   * The tests, in the name of a new superuser.
   *
   * @param database the database of the server
   */
  static Stream<DynamicTest> of(Http http, TestDatabase database) {
    String root = "{\"email\":\"root@admin.example\",\"password\":\"korrekt Pferd Batterie\"}";
    http.post("/user/create/", root).is(201);
    database.execute(
        "update users set is_staff = true, is_superuser = true where email = 'root@admin.example'");
    String token = http.post("/user/obtain_token/", root).is(200).member("token");
    AdminContract contract = new AdminContract(http, "Bearer " + token);
    return Stream.of(
        dynamicTest("lists users page by page", contract::pages),
        dynamicTest("changes a user under a condition", contract::changes),
        dynamicTest("answers lines while it reads more of them", contract::streams),
        dynamicTest("exports the audit as CSV", contract::exports));
  }

  private ServerAnswer create(String email, String name) {
    String user = "{\"email\":\"" + email + "\",\"first_name\":\"" + name + "\"}";
    return http.post(USERS, user, "Authorization", bearer).is(201);
  }

  private void pages() {
    for (String email : List.of("c@page.example", "a@page.example", "b@page.example")) {
      create(email, "Zoë 李");
    }
    List<String> emails = new ArrayList<>();
    String query = "?q=zo%C3%AB&sort=-email&limit=2&count=true";
    ServerAnswer first = http.get(USERS + query, "Authorization", bearer).is(200);
    assertThat(first.member("count")).isEqualTo("3");
    emails.addAll(emails(first));
    String next = first.member("next");
    assertThat(next).contains(http.path(USERS) + query + "&cursor=");
    String following = next.substring(next.indexOf('?'));
    assertThat(first.header("Link")).isEqualTo("<" + following + ">; rel=\"next\"");
    ServerAnswer second = http.get(USERS + following, "Authorization", bearer).is(200);
    emails.addAll(emails(second));
    assertThat(emails).containsExactly("c@page.example", "b@page.example", "a@page.example");
    assertThat(second.json().get("next")).isNull();
    String previous = second.member("previous");
    ServerAnswer back =
        http.get(USERS + previous.substring(previous.indexOf('?')), "Authorization", bearer);
    assertThat(emails(back)).containsExactly("c@page.example", "b@page.example");
  }

  private static List<String> emails(ServerAnswer page) {
    return Stream.of(page.is(200).body().split("\"email\":\"", -1))
        .skip(1)
        .map(rest -> rest.replaceFirst("\".*", ""))
        .toList();
  }

  private void changes() {
    String path = USERS + create("change@admin.example", "").member("id") + "/";
    String tag = http.get(path, "Authorization", bearer).is(200).header("ETag");
    assertThat(tag).matches("\"[0-9]+\"");
    ServerAnswer changed = patch(path, tag).is(200);
    assertThat(changed.member("last_name")).isEqualTo("Łuczak 🦊");
    assertThat(changed.header("ETag")).matches("\"[0-9]+\"").isNotEqualTo(tag);
    patch(path, tag).isProblem(412);
    http.json("PUT", path, "{}", "Authorization", bearer).isProblem(405);
  }

  private ServerAnswer patch(String path, String tag) {
    return http.send(
        "PATCH",
        path,
        "{\"last_name\":\"Łuczak 🦊\"}",
        "Authorization",
        bearer,
        "Content-Type",
        "application/merge-patch+json",
        "If-Match",
        tag);
  }

  private void streams() throws IOException {
    int port = URI.create(http.url("")).getPort();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(SILENCE_MILLIS);
      OutputStream out = socket.getOutputStream();
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      write(
          out,
          """
          POST %s HTTP/1.1
          Host: localhost
          Authorization: %s
          Content-Type: application/x-ndjson
          Transfer-Encoding: chunked

          """
              .formatted(http.path(USERS), bearer)
              .replace("\n", "\r\n"));
      for (int i = 1; i <= 3; i++) {
        String line = "{\"email\":\"line" + i + "@stream.example\"}\n";
        write(out, Integer.toHexString(line.length()) + "\r\n" + line + "\r\n");
        // The result of this line comes before the next line is sent.
        assertThat(result(in)).startsWith("{\"line\":" + i + ",\"status\":201,\"id\":");
      }
      write(out, "0\r\n\r\n");
      assertThat(result(in)).isEqualTo("0");
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** The next result, or the last chunk. */
  private static String result(BufferedReader in) throws IOException {
    String line = in.readLine();
    while (line != null && !line.startsWith("{") && !line.equals("0")) {
      line = in.readLine();
    }
    return String.valueOf(line);
  }

  private void exports() {
    create("audit@admin.example", "Ünal, \\\"Ö\\\"");
    ServerAnswer csv =
        http.get(
                "/admin/api/audit/?event=user-created",
                "Authorization",
                bearer,
                "Accept",
                "text/csv")
            .is(200);
    assertThat(csv.header("Content-Type")).isEqualToIgnoringCase("text/csv;charset=utf-8");
    assertThat(csv.body())
        .startsWith("\"time\",\"event\",\"actor_id\",")
        .contains(",\"audit@admin.example\",");
    assertThat(csv.body()).contains("\"Ünal, \"\"Ö\"\"\"").endsWith("\r\n");
  }
}
