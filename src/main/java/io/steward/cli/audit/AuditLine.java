package io.steward.cli.audit;

import io.steward.api.json.Json;
import io.steward.audit.AuditEntry;
import io.steward.log.Log;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An audit record as one line of text. Anyone can choose a user agent, so values are quoted. */
final class AuditLine {
  private static final Pattern PLAIN = Pattern.compile("[0-9A-Za-z._:/@+-]+");

  private AuditLine() {}

  static String of(AuditEntry entry) {
    return entry.members().entrySet().stream()
        .map(AuditLine::field)
        .collect(Collectors.joining("  "));
  }

  /** The record as one JSON object. */
  static String json(AuditEntry entry) {
    return Log.oneLine(new String(Json.write(entry.members()), StandardCharsets.UTF_8));
  }

  private static String field(Map.Entry<String, Object> member) {
    return switch (member.getKey()) {
      case "time", "event" -> quoted(member.getValue());
      default -> member.getKey() + "=" + quoted(member.getValue());
    };
  }

  private static String quoted(Object value) {
    String text = String.valueOf(value).replace("\\", "\\\\").replace("\"", "\\\"");
    return PLAIN.matcher(text).matches() ? text : '"' + Log.oneLine(text) + '"';
  }
}
