package io.steward.mail;

import java.util.Optional;

/**
 * Where a message goes.
 *
 * @param address an email address as typed or stored; need not belong to an account
 * @param userId the account that the message is about
 * @param language a language tag or the value of a header {@code Accept-Language}; may be empty
 */
public record Recipient(String address, Optional<Long> userId, String language) {}
