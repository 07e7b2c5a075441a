package io.steward.session;

import java.time.Instant;

/** A session as shown to its user; {@code current} marks the session of this request. */
public record SessionView(
    String id,
    Instant created,
    Instant lastUsed,
    Instant expires,
    String ip,
    String userAgent,
    boolean current) {}
