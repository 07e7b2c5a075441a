package io.steward.token;

import java.util.Set;

/**
 * The user of a token. Only the id identifies the user; the email address can change.
 *
 * @param name the user's full name; may be empty
 */
public record Subject(long id, String email, String name, Set<String> groups) {}
