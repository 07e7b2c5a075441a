package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.ControlledHeaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The file for Traefik, which is not run here: its lists are the same as those of the other files.
 */
final class TraefikFileTest {
  private static final Pattern REMOVED = Pattern.compile("(?m)^ {10}([A-Za-z0-9-]+): \"\"$");
  private static final Pattern MIDDLEWARES = Pattern.compile("middlewares: \\[(.*)]");

  private static String file() throws IOException {
    return Files.readString(Path.of("deploy/traefik/portal.yml"));
  }

  /** The headers that a middleware removes. */
  private static List<String> removedBy(String middleware) throws IOException {
    String text = file().split("\n    " + middleware + ":\n", 2)[1];
    String own = text.split("\n    (?=[a-z])", 2)[0];
    return REMOVED.matcher(own).results().map((MatchResult line) -> line.group(1)).toList();
  }

  private static Pattern replaced() throws IOException {
    String line = file().replaceFirst("(?s).*authResponseHeadersRegex: \"(.*?)\".*", "$1");
    return Pattern.compile(line);
  }

  @Test
  void traefik_removes_the_headers_that_every_file_controls() throws IOException {
    List<String> expected = new ArrayList<>(ControlledHeaders.receivedAs("| nothing"));
    expected.addAll(ControlledHeaders.receivedAs("Steward's answer"));
    expected.add("X-Request-Id");
    assertThat(removedBy("strip")).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(removedBy("no-upgrade")).containsExactly("Upgrade", "Connection");
    assertThat(removedBy("no-token")).containsExactly("Authorization");
    assertThat(file())
        .contains("          Upgrade: websocket\n          Connection: Upgrade\n")
        .contains("HeaderRegexp(`Upgrade`, `(?i)^websocket$`)");
  }

  @Test
  void traefik_removes_every_name_with_unusual_characters() throws IOException {
    for (String name : ControlledHeaders.all()) {
      for (String spelling : ControlledHeaders.spellings(name)) {
        boolean isOdd = !spelling.matches("[A-Za-z0-9-]+");
        boolean isIdentity = spelling.startsWith("Remote-");
        assertThat(replaced().matcher(spelling).find()).as(spelling).isEqualTo(isOdd || isIdentity);
      }
    }
  }

  @Test
  void traefik_runs_every_request_through_the_lists() throws IOException {
    assertThat(MIDDLEWARES.matcher(file()).results().map((MatchResult all) -> all.group(1)))
        .containsExactly(
            "security, strip, no-upgrade, small, not-found",
            "security, strip, no-upgrade, small",
            "security, strip, no-upgrade, small",
            "security, strip, only-websocket, steward-authz, no-token",
            "security, strip, no-upgrade, steward-authz, no-token");
    assertThat(file())
        .contains(
            "authRequestHeaders: [Authorization, Cookie, Accept, Accept-Language, Sec-Fetch-Mode,"
                + " Sec-Fetch-Dest, X-Requested-With]\n",
            "authResponseHeaders: [X-Request-Id, Cookie]\n",
            "trustForwardHeader: false\n")
        .contains("passHostHeader: false\n", "stsSeconds: 31536000\n");
  }
}
