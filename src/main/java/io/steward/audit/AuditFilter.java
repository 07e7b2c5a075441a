package io.steward.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * Which rows to read.
 *
 * @param since inclusive
 * @param until exclusive
 * @param limit the last so many of them
 */
public record AuditFilter(
    Optional<Long> userId,
    Optional<AuditEvent> event,
    Optional<Instant> since,
    Optional<Instant> until,
    int limit) {}
