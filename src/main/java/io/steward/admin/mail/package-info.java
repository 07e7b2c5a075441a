/**
 * Owns the outbox over HTTP: which messages wait, were sent or failed, and why. Neither a body nor
 * a token is stored, so there is none to show. Delivery is left to {@code mail.delivery}.
 */
@NullMarked
package io.steward.admin.mail;

import org.jspecify.annotations.NullMarked;
