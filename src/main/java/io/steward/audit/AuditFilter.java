package io.steward.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * Selects the audit records to read.
 *
 * @param since the earliest time, inclusive
 * @param until the end of the time range, exclusive
 */
public record AuditFilter(
    Optional<Long> userId,
    Optional<AuditEvent> event,
    Optional<Instant> since,
    Optional<Instant> until) {}
