/**
 * Owns the question who may call an endpoint. Each resource method declares its access by an
 * annotation. Enforcing it is left to {@code gate}.
 */
@NullMarked
package io.steward.access;

import org.jspecify.annotations.NullMarked;
