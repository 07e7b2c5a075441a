package io.steward.mail;

import io.steward.origin.Origin;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A row of the outbox, as an attempt to deliver it finds it.
 *
 * @param messageId the same for each attempt
 * @param details what the cause wrote down
 * @param origin the request that caused the message
 */
public record Letter(
    long id,
    UUID messageId,
    MailKind kind,
    Recipient recipient,
    Map<String, String> details,
    Origin origin,
    Instant createdAt) {}
