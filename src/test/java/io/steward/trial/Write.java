package io.steward.trial;

/** A kind of write request through the proxy, and the status that acknowledges it. */
enum Write {
  REGISTRATION("create", 201),
  LOG_IN("obtain_token", 200),
  ROTATION("refresh_token", 200),
  REVOCATION("revoke_token", 204);

  private final String path;
  private final int acknowledged;

  Write(String path, int acknowledged) {
    this.path = path;
    this.acknowledged = acknowledged;
  }

  String path() {
    return path;
  }

  boolean isAcknowledged(Node.Answer answer) {
    return answer.status() == acknowledged;
  }

  String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + "s";
  }
}
