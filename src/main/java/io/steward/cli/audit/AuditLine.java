package io.steward.cli.audit;

import io.steward.api.json.Json;
import io.steward.audit.AuditEntry;
import io.steward.cli.installation.Cell;
import io.steward.log.Log;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** An audit record as one line of text. */
final class AuditLine {
  private AuditLine() {}

  static String of(AuditEntry entry) {
    return entry.texts().entrySet().stream()
        .map(AuditLine::field)
        .collect(Collectors.joining("  "));
  }

  /** The record as one JSON object. */
  static String json(AuditEntry entry) {
    return Log.oneLine(new String(Json.write(entry.members()), StandardCharsets.UTF_8));
  }

  private static String field(Map.Entry<String, Object> member) {
    return switch (member.getKey()) {
      case "time", "event" -> Cell.of(member.getValue());
      default -> member.getKey() + "=" + Cell.of(member.getValue());
    };
  }
}
