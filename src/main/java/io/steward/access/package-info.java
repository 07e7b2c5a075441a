/**
 * Owns the kinds of access to an endpoint. One annotation on each resource method declares who may
 * call it. The package {@code gate} enforces the declaration.
 */
@NullMarked
package io.steward.access;

import org.jspecify.annotations.NullMarked;
