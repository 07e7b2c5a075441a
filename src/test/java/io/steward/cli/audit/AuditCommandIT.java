package io.steward.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.cli.CommandRun;
import io.steward.testing.Folders;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The filters of {@code audit}. */
final class AuditCommandIT {
  private static final Path FOLDER = Folders.fresh("audit-command");
  private static final TestDatabase DATABASE = TestDatabase.create();

  @BeforeAll
  static void record() {
    DATABASE.migrate();
    DATABASE.execute(
        """
        insert into users (id, email, password) overriding system value values
          (7, 'ada@example.com', '!');
        insert into audit (time, event, actor_id, user_id, session_id, ip, user_agent, request_id)
          values
          ('2026-01-01Z', 'logged-in', 7, 7, 'one', '192.0.2.1', 'a', ''),
          ('2026-01-02Z', 'user-changed', 7, 8, 'one', '192.0.2.2', 'b', ''),
          ('2026-01-03Z', 'user-changed', 9, 7, 'two', '192.0.2.1', 'c', '')
        """);
  }

  private static CommandRun run(String... options) {
    List<String> words = new ArrayList<>(List.of("audit"));
    words.addAll(List.of(options));
    return CommandRun.of(FOLDER, Steward.environment(DATABASE.url()), words.toArray(String[]::new));
  }

  /** The user agents of the events, which name them. */
  private static String events(String... options) {
    return run(options).rows().stream()
        .map(row -> row.replaceAll(".*user_agent=(.).*", "$1"))
        .collect(Collectors.joining(" "));
  }

  @Test
  void events_are_selected_by_actor_user_session_and_address() {
    assertThat(events()).isEqualTo("a b c");
    assertThat(events("--actor=ada@example.com")).isEqualTo("a b");
    assertThat(events("--actor=9")).isEqualTo("c");
    assertThat(events("--user=7")).isEqualTo("a c");
    assertThat(events("--session=two")).isEqualTo("c");
    assertThat(events("--ip=192.0.2.1")).isEqualTo("a c");
    assertThat(events("--actor=7", "--user=7", "--session=one", "--ip=192.0.2.1")).isEqualTo("a");
    assertThat(events("--actor=7", "--ip=192.0.2.2", "--since=2026-01-01")).isEqualTo("b");
    assertThat(run("--actor=eve@example.com").missing())
        .isEqualTo("user 'eve@example.com' does not exist");
  }
}
