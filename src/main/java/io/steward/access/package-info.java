/**
 * Owns the kinds of access to an endpoint. Each resource method declares its access by one
 * annotation. Enforcing it is left to {@code gate}.
 */
@NullMarked
package io.steward.access;

import org.jspecify.annotations.NullMarked;
