package io.steward.filter;

import io.steward.token.Revocations.Revocation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;

/** Parses the response of Steward's {@code /revocations}. */
final class RevocationResponse {
  private RevocationResponse() {}

  /**
   * All revocations in the response.
   *
   * @throws IllegalArgumentException if the response is malformed
   */
  static List<Revocation> read(byte[] json) {
    try {
      Map<String, Object> document = JsonUtil.parseJson(new String(json, StandardCharsets.UTF_8));
      if (document.get("revocations") instanceof List<?> all) {
        return all.stream().map(RevocationResponse::revocation).toList();
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
      return new Revocation(sessionId, expiresAt, "user_deleted".equals(members.get("kind")));
    }
    throw new IllegalArgumentException("no revocation");
  }
}
