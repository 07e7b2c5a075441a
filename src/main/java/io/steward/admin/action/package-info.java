/**
 * Owns the endpoints of single acts on a user, and that of the administrator's own account. The
 * acts are left to {@code admin.user}.
 */
@NullMarked
package io.steward.admin.action;

import org.jspecify.annotations.NullMarked;
