package io.steward.admin.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Folders;
import io.steward.testing.ServerAnswer;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kills a node in the middle of a request with many lines. */
@Tag("long")
final class BulkCrashIT {
  private static final int BATCH = 100;

  @Test
  void users_whose_results_have_left_survive_a_crash() throws IOException {
    TestDatabase database = TestDatabase.create();
    Map<String, String> environment = new HashMap<>(Steward.environment(database.url()));
    environment.put("JAVA_TOOL_OPTIONS", "-Xmx256m");
    try (Steward node =
        Steward.serve(
            Folders.fresh("bulk-crash"),
            Path.of("target/steward.war").toAbsolutePath(),
            environment)) {
      List<String> results = send(node, administrator(node, database));
      assertThat(results).hasSizeGreaterThanOrEqualTo(5 * BATCH).allMatch(r -> r.contains("201"));
      long stored =
          database.query("select email from users where email like '%@crash.example'").size();
      assertThat(stored).isBetween((long) results.size(), (long) results.size() + BATCH);
      for (String result : results) {
        String id = result.replaceAll(".*\"id\":(\\d+).*", "$1");
        assertThat(database.query("select 1 from users where id = " + id)).hasSize(1);
      }
    }
  }

  private static String administrator(Steward node, TestDatabase database) {
    String person = "{\"email\":\"a@root.example\",\"password\":\"correct horse battery staple\"}";
    node.http().post("/user/create/", person).is(201);
    database.execute("update users set is_staff = true, is_superuser = true");
    ServerAnswer tokens = node.http().post("/user/obtain_token/", person).is(200);
    return tokens.member("token");
  }

  /** Sends lines without end, and kills the node after some results; returns the results. */
  private static List<String> send(Steward node, String token) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(node.url()).getPort())) {
      Thread sender = new Thread(() -> sendLines(socket, token));
      sender.start();
      List<String> results = new ArrayList<>();
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      for (String line = in.readLine(); line != null; line = next(in)) {
        if (line.startsWith("{") && line.endsWith("}")) {
          results.add(line);
        }
        if (results.size() == 5 * BATCH) {
          node.process().kill();
        }
      }
      return results;
    }
  }

  private static @Nullable String next(BufferedReader in) {
    try {
      return in.readLine();
    } catch (IOException e) {
      // The node was killed.
      return null;
    }
  }

  private static void sendLines(Socket socket, String token) {
    try {
      OutputStream out = socket.getOutputStream();
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
      for (int i = 0; true; i++) {
        String line = "{\"email\":\"user" + i + "@crash.example\"}\n";
        String chunk = Integer.toHexString(line.length()) + "\r\n" + line + "\r\n";
        out.write(chunk.getBytes(StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      // The node was killed.
    }
  }
}
