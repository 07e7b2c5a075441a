package io.steward.admin.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Folders;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The largest requests with many lines, in a node with a heap of 256 MiB. */
@Tag("long")
final class BulkLimitsIT {
  private static final int SILENCE_MILLIS = 60_000;
  private static TestDatabase database;
  private static Steward node;
  private static String token;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    Map<String, String> environment = new HashMap<>(Steward.environment(database.url()));
    environment.put("JAVA_TOOL_OPTIONS", "-Xmx256m");
    node =
        Steward.serve(
            Folders.fresh("bulk-limits"),
            Path.of("target/steward.war").toAbsolutePath(),
            environment);
    String root = "{\"email\":\"a@root.example\",\"password\":\"correct horse battery staple\"}";
    node.http().post("/user/create/", root).is(201);
    database.execute("update users set is_staff = true, is_superuser = true");
    token = node.http().post("/user/obtain_token/", root).is(200).member("token");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  /** A new user; only one of a hundred is allowed, because creating takes longer than refusing. */
  private static String user(int number) {
    String colour = number % 100 == 0 ? "" : ",\"colour\":1";
    return "{\"email\":\"user" + number + "@limit.example\"" + colour + "}\n";
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void a_request_has_a_hundred_thousand_lines_and_not_one_more() throws IOException {
    List<String> results = results(BulkLines.MOST + 1, BulkLimitsIT::user);
    assertThat(results).hasSize(BulkLines.MOST + 1);
    for (int i = 1; i <= BulkLines.MOST; i++) {
      int status = i % 100 == 0 ? 201 : 400;
      assertThat(results.get(i - 1)).startsWith("{\"line\":" + i + ",\"status\":" + status + ",");
    }
    assertThat(results.get(BulkLines.MOST))
        .startsWith("{\"line\":100001,\"status\":400")
        .contains("A request has at most 100000 lines; no more is read.");
    assertThat(database.query("select count(*) from users where email like '%@limit.example'"))
        .containsExactly("1000");
    assertThat(node.process().log()).doesNotContain("OutOfMemoryError");
  }

  /** Lines of 1 MiB are refused one by one, until the request itself is too long. */
  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void a_request_of_more_than_64_mib_is_refused_at_the_line_that_exceeds_it() throws IOException {
    String longLine = "x".repeat(1024 * 1024 - 1) + "\n";
    List<String> results =
        results(70, i -> i == 1 ? "{\"email\":\"one@size.example\"}\n" : longLine);
    // The server notices it at the end of a piece of the body, which may be in the next line.
    int last = results.size();
    assertThat(last).isBetween(65, 66);
    assertThat(results.get(0)).startsWith("{\"line\":1,\"status\":201");
    assertThat(results.subList(1, last - 1))
        .allMatch(result -> result.contains("A line has at most 65536 bytes."));
    assertThat(results.get(last - 1))
        .startsWith("{\"line\":" + last + ",\"status\":400")
        .contains("A request has at most 67108864 bytes; it was read up to this line.");
    node.http().get("/health/ready").is(200);
  }

  /** Sends lines with the numbers from 1; returns the results. */
  private static List<String> results(int count, IntFunction<String> lines) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(node.url()).getPort())) {
      socket.setSoTimeout(SILENCE_MILLIS);
      new Thread(() -> send(socket, count, lines)).start();
      List<String> results = new ArrayList<>();
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      for (String line = in.readLine(); line != null && !line.equals("0"); line = in.readLine()) {
        if (line.startsWith("{")) {
          results.add(line);
        }
      }
      return results;
    }
  }

  private static void send(Socket socket, int count, IntFunction<String> lines) {
    try {
      OutputStream out = new BufferedOutputStream(socket.getOutputStream());
      String head =
          """
          POST /admin/api/users/ HTTP/1.1
          Host: localhost
          Authorization: Bearer %s
          Content-Type: application/x-ndjson
          Transfer-Encoding: chunked

          """
              .formatted(token)
              .replace("\n", "\r\n");
      out.write(head.getBytes(StandardCharsets.ISO_8859_1));
      for (int i = 1; i <= count; i++) {
        String line = lines.apply(i);
        String chunk = Integer.toHexString(line.length()) + "\r\n" + line + "\r\n";
        out.write(chunk.getBytes(StandardCharsets.ISO_8859_1));
      }
      out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    } catch (IOException e) {
      // The node reads no more than it allows.
    }
  }
}
