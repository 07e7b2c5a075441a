/**
 * Owns messages to people: the outbox, whose rows are written in the transaction of their cause,
 * texts in {@code mail.text}, and delivery in {@code mail.delivery}. A row has neither a body nor a
 * token: both are made for each attempt, by the package that owns the kind of message. Messages
 * follow RFC 5322.
 */
@NullMarked
package io.steward.mail;

import org.jspecify.annotations.NullMarked;
