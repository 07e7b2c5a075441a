package io.steward.mail;

import java.util.Map;

/**
 * A message before it becomes text.
 *
 * @param kind names the text; usually the kind of the letter
 * @param recipient where it goes
 * @param values replace the placeholders of the text; may contain a token, so they are not stored
 */
public record Composed(MailKind kind, Recipient recipient, Map<String, String> values) {}
