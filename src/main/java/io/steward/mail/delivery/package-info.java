/**
 * Owns the delivery of the outbox: which message is due, how often delivery is tried, and SMTP (RFC
 * 5321) or the console of a trial. Texts are left to {@code mail.text}.
 */
@NullMarked
package io.steward.mail.delivery;

import org.jspecify.annotations.NullMarked;
