/**
 * The verification of access tokens (RFC 6750) for whoever has requests: Steward's own gate, and by
 * {@code StewardFilter} the web applications of others, as a jar that needs jose4j and nothing
 * else. What a token must be is {@code token}'s; here is how it comes in, what a caller is then,
 * and what is said instead.
 */
@NullMarked
package io.steward.filter;

import org.jspecify.annotations.NullMarked;
