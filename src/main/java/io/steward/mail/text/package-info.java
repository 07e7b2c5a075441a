/**
 * Owns the texts of messages: where they come from, in which language they are written, and how
 * values get into them, as plain text and as HTML. Sending is left to {@code mail.delivery}.
 */
@NullMarked
package io.steward.mail.text;

import org.jspecify.annotations.NullMarked;
