package io.steward.token;

import java.util.Set;

/** Whom a token speaks of; it is bound to the id, never to the address. */
public record Subject(long id, String email, Set<String> groups) {}
