package io.steward.filter.feed;

import io.steward.token.BulkRevocation;
import io.steward.token.Revocations;
import io.steward.token.ended.EndedSession;
import io.steward.token.ended.EndedSessions;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The response of Steward's {@code /revocations}.
 *
 * @param bulk ends of many sessions at once; empty in responses of Steward's first release
 */
record RevocationResponse(EndedSessions sessions, List<BulkRevocation> bulk) {
  /**
   * Reads a response piece by piece, because it may contain a million sessions.
   *
   * @throws IllegalArgumentException if the response is malformed
   */
  static RevocationResponse read(InputStream json) throws IOException {
    EndedSessions sessions = new EndedSessions();
    List<BulkRevocation> bulk = new ArrayList<>();
    ResponseReader reader =
        new ResponseReader(
            Map.of(
                "revocations", row -> sessions.add(session(row)),
                "bulk", row -> bulk.add(bulkRevocation(row))));
    if (!reader.read(json).contains("revocations")) {
      throw new IllegalArgumentException("no revocations");
    }
    return new RevocationResponse(sessions, bulk);
  }

  /** Adds everything in this response, which is not used afterwards. */
  void addTo(Revocations revocations) {
    revocations.addAll(ended -> ended.absorb(sessions));
    revocations.addBulk(bulk);
  }

  private static EndedSession session(Map<String, Object> row) {
    if (row.get("sid") instanceof String sessionId && row.get("exp") instanceof Long expiresAt) {
      return new EndedSession(sessionId, expiresAt, isDeletion(row));
    }
    throw new IllegalArgumentException("no revocation");
  }

  private static BulkRevocation bulkRevocation(Map<String, Object> row) {
    if (row.get("user_id") instanceof Long userId
        && row.get("version") instanceof Long version
        && row.get("except_sid") instanceof String except
        && row.get("issued_before") instanceof Long issuedBefore
        && row.get("exp") instanceof Long expiresAt) {
      return new BulkRevocation(userId, version, except, issuedBefore, expiresAt, isDeletion(row));
    }
    throw new IllegalArgumentException("no revocation");
  }

  private static boolean isDeletion(Map<String, Object> row) {
    return "user_deleted".equals(row.get("kind"));
  }
}
