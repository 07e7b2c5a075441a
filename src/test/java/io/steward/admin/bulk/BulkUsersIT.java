package io.steward.admin.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.Caller;
import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BulkUsersIT {
  private static final String USERS = "/admin/api/users/";
  private static TestDatabase database;
  private static TestServer server;
  private static Visitor root;
  private static String token;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    server = TestServer.start(database);
    root = arrive();
    root.set("is_staff = true, is_superuser = true");
    token = root.logIn().access();
    database.execute("insert into groups (name) values ('desk')");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Visitor arrive() {
    return Visitor.arrive(database, new Caller(server));
  }

  private static ServerAnswer send(String query, String bearer, String body) {
    return new Http(server.url(""))
        .send(
            "POST",
            USERS + query,
            body,
            "Authorization",
            "Bearer " + bearer,
            "Content-Type",
            "application/x-ndjson");
  }

  private static List<String> results(String... lines) {
    return results(send("", token, String.join("\n", lines)));
  }

  private static List<String> results(ServerAnswer answer) {
    assertThat(answer.is(200).header("Content-Type")).isEqualTo("application/x-ndjson");
    return answer
        .body()
        .lines()
        .map(line -> line.replaceAll("\"id\":\\d+", "\"id\":N"))
        .collect(Collectors.toList());
  }

  private static String user(String email, String members) {
    return "{\"email\":\"" + email + "@bulk.example\"" + members + "}";
  }

  private static List<String> stored(String columns, String email) {
    return database.query(
        "select " + columns + " from users where email = '" + email + "@bulk.example'");
  }

  @Test
  void each_line_creates_or_changes_a_user_and_has_a_result() {
    Visitor known = arrive();
    assertThat(
            results(
                user("one", ",\"first_name\":\"One\",\"groups\":[\"desk\"],\"language\":\"de\""),
                "{\"email\":\"" + known.email() + "\",\"last_name\":\"Changed\"}",
                "",
                user("two", ",\"password\":\"" + Caller.PASSWORD + "\""),
                "{\"id\":" + root.id() + ",\"first_name\":\"Root\"}"))
        .containsExactly(
            "{\"line\":1,\"status\":201,\"id\":N}",
            "{\"line\":2,\"status\":200,\"id\":N}",
            "{\"line\":4,\"status\":201,\"id\":N}",
            "{\"line\":5,\"status\":200,\"id\":N}");
    assertThat(stored("first_name || left(password, 1) || language", "one"))
        .containsExactly("One!de");
    assertThat(database.query("select last_name from users where id = " + known.id()))
        .containsExactly("Changed");
    new Caller(server).logIn("two@bulk.example", Caller.PASSWORD).assertStatus(200);
    assertThat(
            database.query(
                "select event from audit where user_id ="
                    + " (select id from users where email = 'one@bulk.example')"))
        .containsExactly("user-created");
  }

  @Test
  void a_refused_line_leaves_the_others_alone() {
    List<String> results =
        results(
            user("good", ""),
            "no json",
            "[]",
            user("unknown", ",\"colour\":1"),
            user("group", ",\"groups\":[\"missing\"]"),
            user("weak", ",\"password\":\"12345678\""),
            "{\"first_name\":\"x\"}",
            "{\"id\":987654321}",
            "{\"id\":" + root.id() + ",\"version\":99}",
            user("good", ",\"first_name\":\"again\""),
            "{\"id\":" + arrive().id() + ",\"email\":\"" + root.email() + "\"}",
            user("long", ",\"first_name\":\"" + "x".repeat(70_000) + "\""),
            "{\"email\":\"x\"}",
            "\u0000",
            user("last", ""),
            "{\"email\":\"cut@bul");
    List<Integer> statuses =
        List.of(201, 400, 400, 400, 400, 400, 400, 404, 412, 409, 400, 400, 400, 400);
    assertThat(results).hasSize(16);
    for (int i = 0; i < statuses.size(); i++) {
      assertThat(results.get(i))
          .startsWith("{\"line\":" + (i + 1) + ",\"status\":" + statuses.get(i));
    }
    assertThat(results.get(3)).contains("\"colour\":[", "\"codes\":{\"colour\":[\"unknown\"]}");
    assertThat(results.get(9)).contains("Line 1 is about the same user.");
    assertThat(results.get(14)).isEqualTo("{\"line\":15,\"status\":201,\"id\":N}");
    assertThat(results.get(1))
        .contains("\"detail\":\"JSON parse error - unexpected character: line 2 column ");
    assertThat(results.get(15))
        .startsWith("{\"line\":16,\"status\":400")
        .contains("The input ends without a line break; this line may be cut off. JSON parse error")
        .contains(": line 16 column ");
    assertThat(stored("1", "group")).isEmpty();
    assertThat(stored("first_name", "good")).containsExactly("");
  }

  @Test
  void a_refused_line_does_not_end_sessions() {
    Visitor user = arrive();
    Visitor.Pair pair = user.logIn();
    assertThat(
            results(
                "{\"id\":" + user.id() + ",\"is_active\":false,\"groups\":[\"missing\"]}",
                user("beside", "")))
        .first()
        .asString()
        .contains("\"status\":400");
    user.read(pair).assertStatus(200);
  }

  @Test
  void a_dry_run_answers_the_same_and_keeps_nothing() {
    String body =
        String.join(
            "\n",
            user("dry", ",\"password\":\"" + Caller.PASSWORD + "\",\"is_staff\":true"),
            user("dry", ",\"first_name\":\"Twice\""),
            user("dry2", ",\"groups\":[\"missing\"]"),
            "{\"id\":" + root.id() + ",\"first_name\":\"Dry\"}");
    List<String> dry = results(send("?dry_run=true", token, body));
    assertThat(stored("1", "dry")).isEmpty();
    assertThat(database.query("select first_name from users where id = " + root.id()))
        .doesNotContain("Dry");
    assertThat(results(send("?dry_run=false", token, body)))
        .isEqualTo(
            dry.stream()
                .map(line -> line.replace("\"status\":201}", "\"status\":201,\"id\":N}"))
                .toList());
    assertThat(stored("is_staff", "dry")).containsExactly("t");
  }

  @Test
  void a_stored_hash_is_taken_from_superusers_only() {
    String hash = "pbkdf2_sha256$1000$salt$" + "LHFnXWZ4kUDlO4ZoFhBHLPFJ+OcFrdQ4lsAOwSd3JUA=";
    assertThat(results(user("hash", ",\"password_hash\":\"" + hash + "\"")))
        .containsExactly("{\"line\":1,\"status\":201,\"id\":N}");
    assertThat(stored("password", "hash")).containsExactly(hash);
    assertThat(
            results(
                user("plain", ",\"password_hash\":\"secret\""),
                user("both", ",\"password\":\"x\",\"password_hash\":\"" + hash + "\"")))
        .allMatch(line -> line.contains("\"status\":400") && line.contains("password_hash"));
    assertThat(results(send("", adder(), user("foreign", ",\"password_hash\":\"" + hash + "\""))))
        .first()
        .asString()
        .contains("\"status\":403");
    assertThat(stored("1", "foreign")).isEmpty();
  }

  /** The token of staff who may only add users. */
  private static String adder() {
    Visitor adder = arrive();
    adder.set("is_staff = true");
    database.execute(
        "insert into user_permissions select %s, id from permissions where code = 'users.add_user'"
            .formatted(adder.id()));
    return adder.logIn().access();
  }

  @Test
  void lines_give_no_more_than_requests_of_their_own() {
    String adder = adder();
    assertThat(
            results(
                send(
                    "",
                    adder,
                    String.join(
                        "\n",
                        user("super", ",\"is_superuser\":true"),
                        user("staff", ",\"is_staff\":true"),
                        user("right", ",\"permissions\":[\"users.delete_user\"]"),
                        user("member", ",\"groups\":[\"desk\"]"),
                        "{\"id\":" + root.id() + ",\"first_name\":\"x\"}",
                        "{\"email\":\""
                            + root.email()
                            + "\",\"password\":\""
                            + Caller.PASSWORD
                            + "\"}",
                        user("allowed", "")))))
        .map(line -> line.replaceAll(".*\"status\":(\\d+).*", "$1"))
        .containsExactly("403", "403", "403", "403", "403", "403", "201");
    Visitor user = arrive();
    send("", user.logIn().access(), user("x", "")).isProblem(403);
    send("", "", user("x", "")).isProblem(401);
    send("", user.logIn().access(), user("x", "").repeat(40_000)).isProblem(403);
  }

  /** Each line would be refused as a PATCH or by {@code set_password/} too. */
  @Test
  void lines_change_no_more_than_requests_of_their_own() {
    Visitor changer = arrive();
    changer.set("is_staff = true");
    database.execute(
        "insert into user_permissions select %s, id from permissions".formatted(changer.id())
            + " where code in ('users.add_user', 'users.change_user')");
    Visitor lesser = arrive();
    Visitor member = arrive();
    database.execute(
        "insert into user_groups select %s, id from groups where name = 'desk'"
            .formatted(member.id()));
    String password = ",\"password\":\"" + Caller.PASSWORD + "\"}";
    String body =
        String.join(
            "\n",
            "{\"id\":" + member.id() + password,
            "{\"id\":" + member.id() + ",\"groups\":[]" + password,
            "{\"id\":" + member.id() + ",\"email\":\"taken-over@example.com\"}",
            "{\"id\":" + changer.id() + ",\"is_superuser\":true}",
            "{\"id\":" + changer.id() + password,
            "{\"id\":" + lesser.id() + ",\"groups\":[\"desk\"]}",
            "{\"id\":" + lesser.id() + password);
    assertThat(results(send("", changer.logIn().access(), body)))
        .map(line -> line.replaceAll(".*\"status\":(\\d+).*", "$1"))
        .containsExactly("403", "403", "403", "403", "403", "403", "200");
    assertThat(results(send("", adder(), "{\"id\":" + lesser.id() + ",\"first_name\":\"x\"}")))
        .first()
        .asString()
        .contains("users.change_user");
  }

  /** Sends the lines of a request one by one. */
  private record Sending(Socket socket, BufferedReader in) implements Closeable {
    static Sending start(String bearer) throws IOException {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
      Sending sending =
          new Sending(
              socket,
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1)));
      sending.write(
          "POST "
              + USERS
              + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
              + bearer
              + "\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
      return sending;
    }

    private void write(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends a line; returns its result. */
    String line(String json) throws IOException {
      write(Integer.toHexString(json.length() + 1) + "\r\n" + json + "\n\r\n");
      String read = in.readLine();
      while (!read.startsWith("{")) {
        read = in.readLine();
      }
      return read;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void answers_leave_while_the_request_goes_on_and_a_third_request_waits() throws IOException {
    try (Sending first = Sending.start(token);
        Sending second = Sending.start(token)) {
      for (Sending sending : List.of(first, second)) {
        String name = sending.equals(first) ? "slow1" : "slow2";
        assertThat(sending.line(user(name, ""))).startsWith("{\"line\":1,\"status\":201");
        assertThat(stored("1", name)).hasSize(1);
      }
      assertThat(send("", token, user("third", "")).isProblem(503).body()).contains("2 of these");
    }
    Await.until(
        "the places are free again",
        Duration.ofSeconds(10),
        () -> send("", token, user("third", "")).status() == 200);
  }

  @ParameterizedTest
  @CsvSource({
    "demoted, update users set is_superuser = false where id = %s, 403",
    "inactive, update users set is_active = false where id = %s, 401",
    "out, delete from sessions where user_id = %s, 401",
  })
  void an_administrator_who_loses_the_right_during_a_request_changes_no_more(
      String name, String loss, int status) throws IOException {
    Visitor staff = arrive();
    staff.set("is_staff = true, is_superuser = true");
    try (Sending sending = Sending.start(staff.logIn().access())) {
      assertThat(sending.line(user(name, ""))).startsWith("{\"line\":1,\"status\":201");
      database.execute(loss.formatted(staff.id()));
      String right = user(name, ",\"is_superuser\":true,\"is_staff\":true");
      assertThat(sending.line(right)).startsWith("{\"line\":2,\"status\":" + status);
      assertThat(sending.line(user(name + "2", ""))).startsWith("{\"line\":3,\"status\":" + status);
    }
    assertThat(stored("is_superuser", name)).containsExactly("f");
    assertThat(stored("1", name + "2")).isEmpty();
  }

  @Tag("long")
  @Test
  void many_lines_are_applied_in_order() {
    String body =
        IntStream.range(0, 1_000)
            .mapToObj(i -> user("many" + i, ""))
            .collect(Collectors.joining("\n"));
    List<String> results = results(send("", token, body));
    assertThat(results).hasSize(1_000);
    for (int i = 0; i < results.size(); i++) {
      assertThat(results.get(i)).isEqualTo("{\"line\":" + (i + 1) + ",\"status\":201,\"id\":N}");
    }
  }

  @Test
  void other_queries_and_codings_are_refused() {
    send("?dry=true", token, user("q", "")).isProblem(400);
    send("?dry_run=yes", token, user("q", "")).isProblem(400);
    new Http(server.url(""))
        .send(
            "POST",
            USERS,
            user("q", ""),
            "Authorization",
            "Bearer " + token,
            "Content-Type",
            "application/x-ndjson",
            "Content-Encoding",
            "gzip")
        .isProblem(415);
    assertThat(stored("1", "q")).isEmpty();
  }
}
