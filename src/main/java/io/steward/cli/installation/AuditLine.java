package io.steward.cli.installation;

import io.steward.audit.AuditRecord;
import io.steward.log.Log;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An audit record as one line of text. Anyone can choose a user agent, so values are quoted. */
public final class AuditLine {
  private static final Pattern PLAIN = Pattern.compile("[0-9A-Za-z._:/@+-]+");

  private AuditLine() {}

  public static String of(AuditRecord row) {
    return row.members().entrySet().stream()
        .map(AuditLine::field)
        .collect(Collectors.joining("  "));
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
