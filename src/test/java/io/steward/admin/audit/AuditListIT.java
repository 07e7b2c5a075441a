package io.steward.admin.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.admin.list.Leafing;
import io.steward.testing.Caller;
import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AuditListIT {
  private static final String LIST = "/admin/api/audit/";
  private static TestDatabase database;
  private static TestServer server;
  private static Http http;
  private static Visitor staff;
  private static String token;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    server = TestServer.start(database);
    http = new Http(server.url(""));
    staff = Visitor.arrive(database, new Caller(server));
    staff.set("is_staff = true, is_superuser = true, date_joined = '2020-01-01Z'");
    token = staff.logIn().access();
    // Five records have each time: three different ones, and two that are equal.
    database.execute(
        """
        insert into audit (time, event, actor_id, user_id, session_id, ip, user_agent, request_id)
        select timestamptz '2026-01-01Z' + make_interval(days => i / 5), 'logged-out', 900000 + i % 3,
          800000 + i % 7, case when i % 10 = 0 then 'session' else '' end,
          case when i % 6 = 0 then '192.0.2.1' else '' end, 'agent', 'request' || least(i % 5, 3)
        from generate_series(0, 59) i;
        insert into audit (time, event, user_id, ip, user_agent, request_id, detail)
          values ('2025-12-31Z', 'user-deleted', 800001, '', '', '', '=gone@list.example')
        """);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ServerAnswer get(String path, String... headers) {
    List<String> all = new ArrayList<>(List.of("Authorization", "Bearer " + token));
    all.addAll(List.of(headers));
    return http.get(path, all.toArray(String[]::new));
  }

  private static List<Object> results(ServerAnswer answer) {
    return new ArrayList<>((List<?>) Objects.requireNonNull(answer.is(200).json().get("results")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "&sort=-time", "&sort=time", "&user=800001&sort=time", "&ip=192.0.2.1"})
  void every_order_has_every_record_once_forward_and_backward(String query) {
    String until = LIST + "?until=2026-06-01" + query;
    List<Object> whole = results(get(until + "&limit=200"));
    for (int limit : List.of(1, 2, 3, 7)) {
      new Leafing<>(AuditListIT::get, AuditListIT::results)
          .demandBothWays(until + "&limit=" + limit, whole);
    }
  }

  @Test
  void a_page_turned_round_leads_back_to_where_it_came_from() {
    String first = LIST + "?until=2026-06-01&limit=7";
    ServerAnswer second = get(Leafing.path(get(first).json().get("next")));
    ServerAnswer third = get(Leafing.path(second.json().get("next")));
    ServerAnswer back = get(Leafing.path(third.json().get("previous")));
    assertThat(results(back)).isEqualTo(results(second));
    assertThat(results(get(Leafing.path(back.json().get("next"))))).isEqualTo(results(third));
    assertThat(results(get(Leafing.path(back.json().get("previous")))))
        .isEqualTo(results(get(first)));
  }

  @ParameterizedTest
  @CsvSource({
    "event=logged-out,60",
    "event=user-deleted,1",
    "actor=900000,20",
    "user=800001,10",
    "user=800001&actor=900001,3",
    "user=7,0",
    "session=session,6",
    "session=,0",
    "ip=192.0.2.1,10",
    "since=2026-01-12,5",
    "since=2026-01-01T00:00:00Z&until=2026-01-03,10",
  })
  void filters_select(String filter, int count) {
    String query = "?limit=1&count=true&" + (filter.contains("until") ? "" : "until=2026-06-01&");
    assertThat(get(LIST + query + filter).is(200).json().get("count")).isEqualTo((long) count);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "event=party | event | login-failed",
        "actor=x | actor | whole number",
        "user=1&user=1 | user | only once",
        "since=monday | since | 2026-01-31T12:00:00Z",
        "colour=red | colour | session",
        "sort=event | sort | time",
        "limit=201 | limit | 1 to 200",
        "cursor=abc | cursor | Invalid cursor",
        "session=%00 | session | Null",
      })
  void what_is_not_known_is_refused_with_what_is_allowed(
      String query, String member, String words) {
    assertThat(get(LIST + "?" + query).isProblem(400).member(member)).contains(words);
    ServerAnswer export = get(LIST + "?" + query, "Accept", "text/csv").isProblem(400);
    assertThat(export.json()).containsKey(member);
  }

  @Test
  void an_export_has_every_record_oldest_first() {
    database.execute(
        """
        insert into audit (time, event, ip, user_agent, request_id, detail)
        select timestamptz '2026-02-01Z' + make_interval(secs => i / 600), 'throttled', '', '', '', i
        from generate_series(1, 2500) i
        """);
    ServerAnswer lines = get(LIST + "?until=2026-06-01", "Accept", "application/x-ndjson").is(200);
    assertThat(lines.header("Content-Type")).isEqualTo("application/x-ndjson");
    assertThat(lines.body().lines())
        .hasSize(2_561)
        .first()
        .isEqualTo(
            "{\"time\":\"2025-12-31T00:00:00Z\",\"event\":\"user-deleted\",\"user_id\":800001,"
                + "\"user_email\":\"=gone@list.example\",\"detail\":\"=gone@list.example\"}");
    assertThat(lines.body().lines().filter(line -> line.contains("throttled")))
        .hasSize(2_500)
        .doesNotHaveDuplicates();
    assertThat(get(LIST + "?until=2026-06-01&sort=-time", "Accept", "application/x-ndjson").body())
        .endsWith(lines.body().lines().findFirst().orElseThrow() + "\n");
    ServerAnswer csv = get(LIST + "?event=user-deleted&until=2026-06-01", "Accept", "text/csv");
    assertThat(csv.header("Content-Type")).isEqualTo("text/csv;charset=utf-8");
    assertThat(csv.body())
        .startsWith("\"time\",\"event\",")
        .contains("\r\n\"2025-12-31T00:00:00Z\",\"user-deleted\",", "\"'=gone@list.example\"");
    get(LIST + "?limit=5", "Accept", "text/csv").isProblem(400);
    get(LIST, "Accept", "image/png").isProblem(406);
  }

  @Test
  void an_export_is_cut_off_when_its_reader_loses_the_right() throws IOException {
    database.execute(
        """
        insert into audit (time, event, ip, user_agent, request_id, changes)
        select timestamptz '2031-01-01Z' + make_interval(secs => i), 'user-changed', '', '', '',
          jsonb_build_object('first_name', jsonb_build_array('', repeat('x', 2000)))
        from generate_series(1, 20000) i
        """);
    for (String type : List.of("text/csv", "application/x-ndjson")) {
      Visitor auditor = Visitor.arrive(database, new Caller(server));
      auditor.set("is_staff = true, is_superuser = true");
      try (Socket socket = export(auditor.logIn().access(), type)) {
        assertThat(socket.getInputStream().readNBytes(10_000)).asString().contains(" 200");
        auditor.set("is_superuser = false");
        long rest = 0;
        byte[] end = new byte[0];
        for (byte[] piece = piece(socket); piece.length > 0; piece = piece(socket)) {
          rest += piece.length;
          end = piece;
        }
        assertThat(rest).isLessThan(20_000L * 2_000);
        assertThat(new String(end, StandardCharsets.UTF_8)).doesNotEndWith("\r\n0\r\n\r\n");
      }
    }
  }

  /** Starts an export to a client with a small buffer, so that the server has to wait. */
  private static Socket export(String bearer, String type) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.setSoTimeout(30_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    String request =
        "GET %s?since=2031-01-01 HTTP/1.1\r\nHost: localhost\r\nAccept: %s\r\nAuthorization: Bearer %s\r\n\r\n";
    socket
        .getOutputStream()
        .write(request.formatted(LIST, type, bearer).getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** The next bytes; empty at the end, however it comes. */
  private static byte[] piece(Socket socket) throws IOException {
    try {
      return socket.getInputStream().readNBytes(64 * 1024);
    } catch (SocketException e) {
      return new byte[0];
    }
  }

  @Test
  void only_staff_with_the_permission_read_the_log() {
    http.get(LIST).isProblem(401);
    Visitor user = Visitor.arrive(database, new Caller(server));
    String theirs = user.logIn().access();
    http.get(LIST, "Authorization", "Bearer " + theirs).isProblem(403);
    user.set("is_staff = true");
    http.get(LIST, "Authorization", "Bearer " + theirs, "Accept", "text/csv").isProblem(403);
    user.join("auditors");
    database.execute(
        """
        insert into group_permissions select g.id, p.id from groups g, permissions p
          where g.name = 'auditors' and p.code = 'audit.view_audit'
        """);
    http.get(LIST, "Authorization", "Bearer " + theirs).is(200);
  }

  @Test
  void nobody_writes_the_log() {
    for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
      http.send(method, LIST, "", "Authorization", "Bearer " + token).isProblem(405);
    }
  }
}
