/**
 * Owns the administration of sessions: lists them, and ends one, all of a user, or all of everyone.
 * The sessions are left to {@code session}.
 */
@NullMarked
package io.steward.admin.session;

import org.jspecify.annotations.NullMarked;
