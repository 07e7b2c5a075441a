package io.steward.cli.audit;

import io.steward.audit.AuditEntry;
import java.util.List;
import java.util.Map;

/** An audit record as a row for people: time, event, and the other members with their names. */
final class AuditLine {
  static final List<String> COLUMNS = List.of("time", "event", "details");

  private AuditLine() {}

  static List<Object> cells(AuditEntry entry) {
    Map<String, Object> details = entry.texts();
    details.keySet().removeAll(List.of("time", "event"));
    return List.of(entry.row().time(), entry.row().event(), details);
  }
}
