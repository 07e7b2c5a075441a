package io.steward.session;

import java.time.Instant;

/** A session as its owner sees it; {@code current} is the one that asks. */
public record SessionView(
    String id,
    Instant created,
    Instant lastUsed,
    Instant expires,
    String ip,
    String userAgent,
    boolean current) {}
