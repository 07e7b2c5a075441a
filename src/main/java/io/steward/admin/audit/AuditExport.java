package io.steward.admin.audit;

import io.steward.api.json.Json;
import io.steward.audit.AuditEntry;
import io.steward.audit.AuditFilter;
import io.steward.audit.AuditTrail;
import io.steward.log.csv.Csv;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Every record that matches a filter, as CSV (RFC 4180) or one JSON object a line. Only a part of
 * them is in memory at a time.
 */
record AuditExport(AuditTrail trail, AuditFilter filter, boolean isFalling, boolean isCsv)
    implements StreamingOutput {

  @Override
  public void write(OutputStream out) throws IOException {
    if (isCsv) {
      out.write(row(AuditEntry.COLUMNS));
    }
    try {
      trail.forEach(filter, isFalling, entry -> write(out, entry));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void write(OutputStream out, AuditEntry entry) {
    try {
      if (isCsv) {
        out.write(row(entry.cells()));
      } else {
        out.write(Json.write(entry.members()));
        out.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] row(List<String> cells) {
    return (Csv.line(cells) + "\r\n").getBytes(StandardCharsets.UTF_8);
  }
}
