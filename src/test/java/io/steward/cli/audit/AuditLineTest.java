package io.steward.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.audit.AuditEntry;
import io.steward.audit.AuditRecord;
import io.steward.audit.Changes;
import io.steward.cli.output.Cell;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AuditLineTest {
  private static String line(String userAgent) {
    return line(userAgent, new Changes());
  }

  private static String line(String userAgent, Changes changes) {
    AuditRecord row =
        new AuditRecord(
            Instant.EPOCH,
            "logged-in",
            Optional.of(7L),
            Optional.of(7L),
            "s",
            "::1",
            userAgent,
            "0a",
            "",
            "",
            changes);
    AuditEntry entry = new AuditEntry(row, "ada@example.com", "Ada Lovelace", "ada@example.com");
    return AuditLine.cells(entry).stream().map(Cell::shown).collect(Collectors.joining("  "));
  }

  @Test
  void values_without_special_characters_stand_as_they_are() {
    assertThat(line("curl/8.5.0"))
        .isEqualTo(
            "1970-01-01T00:00:00Z  logged-in  actor_id=7  actor_email=ada@example.com"
                + "  user_id=7  user_email=ada@example.com  user_name=\"Ada Lovelace\""
                + "  session_id=s  ip=::1"
                + "  user_agent=curl/8.5.0  request_id=0a");
  }

  @Test
  void changes_are_a_json_object() {
    Changes changes = new Changes().add("is_staff", false, true).add("email", "a", "a");
    assertThat(line("", changes)).endsWith(" changes=\"{\\\"is_staff\\\":[false,true]}\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x\"  request_id=0000  detail=\"y | x\\\"  request_id=0000  detail=\\\"y",
        "\"x                            | \\\"x",
        "x\\                            | x\\\\",
        "x=1                            | x=1",
        "x\\\" ip=1                      | x\\\\\\\" ip=1",
        "a b                            | a b",
        "x\u001b[2J                     | x\\u001b[2J",
        "x\u202ey                       | x\\u202ey",
        "x\u00a0\u00a0ip=1               | x\u00a0\u00a0ip=1",
      })
  void other_values_are_quoted_and_escaped(String userAgent, String shown) {
    assertThat(line(userAgent)).endsWith("  user_agent=\"" + shown + "\"  request_id=0a");
  }
}
