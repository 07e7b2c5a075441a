package io.steward.oauth;

import io.steward.api.json.Json;
import io.steward.crypto.Sha256;
import io.steward.token.Revocations;
import io.steward.token.Revocations.Revocation;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A snapshot of the revocations, encoded as JSON. */
final class RevocationList {
  private final long version;
  private final byte[] json;
  private final String tag;

  private RevocationList(long version, byte[] json) {
    this.version = version;
    this.json = json;
    this.tag = Sha256.base64Url(json);
  }

  /** One revocation; {@code kind} is {@code revoked} or {@code user_deleted}. */
  record View(String sid, long exp, String kind) {}

  static RevocationList of(Revocations revocations) {
    long version = revocations.version();
    List<View> views =
        revocations.all().stream()
            .sorted(Comparator.comparing(Revocation::sessionId))
            .map(RevocationList::view)
            .toList();
    byte[] json = Json.write(Map.of("revocations", views));
    return new RevocationList(version, json);
  }

  /** The version of the revocations in the snapshot. */
  long version() {
    return version;
  }

  byte[] json() {
    return json;
  }

  /** The entity tag; equal on all nodes that know the same revocations. */
  String tag() {
    return tag;
  }

  private static View view(Revocation revocation) {
    String kind = revocation.userDeleted() ? "user_deleted" : "revoked";
    return new View(revocation.sessionId(), revocation.expiresAt(), kind);
  }
}
