package io.steward.mail.text;

/**
 * A message in words.
 *
 * @param language a language tag
 * @param subject one line
 * @param plain lines that end with a line feed
 * @param html the same as {@code plain}
 */
public record MailText(String language, String subject, String plain, String html) {}
