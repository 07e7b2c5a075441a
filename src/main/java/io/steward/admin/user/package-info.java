/**
 * Owns the administration of users over HTTP. Who may administer is left to {@code admin}, and the
 * user model to {@code user}.
 */
@NullMarked
package io.steward.admin.user;

import org.jspecify.annotations.NullMarked;
