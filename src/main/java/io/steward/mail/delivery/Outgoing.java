package io.steward.mail.delivery;

import io.steward.mail.text.MailText;
import java.util.UUID;

/**
 * A complete message.
 *
 * @param messageId the same for each attempt to deliver it
 * @param to an email address as typed or stored
 */
record Outgoing(UUID messageId, String to, MailText text) {}
