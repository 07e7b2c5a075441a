package io.steward.filter;

import io.steward.token.BulkRevocation;
import io.steward.token.Revocations.Revocation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;

/**
 * The response of Steward's {@code /revocations}.
 *
 * @param bulk ends of many sessions at once; empty in responses of Steward's first release
 */
record RevocationResponse(List<Revocation> sessions, List<BulkRevocation> bulk) {
  /**
   * Parses a response.
   *
   * @throws IllegalArgumentException if the response is malformed
   */
  static RevocationResponse read(byte[] json) {
    try {
      Map<String, Object> document = JsonUtil.parseJson(new String(json, StandardCharsets.UTF_8));
      Object bulk = document.getOrDefault("bulk", List.of());
      if (document.get("revocations") instanceof List<?> sessions && bulk instanceof List<?> ends) {
        return new RevocationResponse(
            sessions.stream().map(RevocationResponse::revocation).toList(),
            ends.stream().map(RevocationResponse::bulkRevocation).toList());
      }
    } catch (JoseException e) {
      throw new IllegalArgumentException(e);
    }
    throw new IllegalArgumentException("no revocations");
  }

  private static Revocation revocation(Object entry) {
    if (entry instanceof Map<?, ?> members
        && members.get("sid") instanceof String sessionId
        && members.get("exp") instanceof Long expiresAt) {
      return new Revocation(sessionId, expiresAt, isDeletion(members));
    }
    throw new IllegalArgumentException("no revocation");
  }

  private static BulkRevocation bulkRevocation(Object entry) {
    if (entry instanceof Map<?, ?> members
        && members.get("user_id") instanceof Long userId
        && members.get("version") instanceof Long version
        && members.get("except_sid") instanceof String except
        && members.get("issued_before") instanceof Long issuedBefore
        && members.get("exp") instanceof Long expiresAt) {
      return new BulkRevocation(
          userId, version, except, issuedBefore, expiresAt, isDeletion(members));
    }
    throw new IllegalArgumentException("no revocation");
  }

  private static boolean isDeletion(Map<?, ?> members) {
    return "user_deleted".equals(members.get("kind"));
  }
}
