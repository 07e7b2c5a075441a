package io.steward.token;

import java.util.Set;

/**
 * The user of a token; bound to the id, never to the e-mail address.
 *
 * @param name the user's full name; may be empty
 */
public record Subject(long id, String email, String name, Set<String> groups) {}
