package io.steward.token;

import java.util.Set;

/**
 * Whom a token speaks of; it is bound to the id, never to the address.
 *
 * @param name what the user is called; may be empty
 */
public record Subject(long id, String email, String name, Set<String> groups) {}
