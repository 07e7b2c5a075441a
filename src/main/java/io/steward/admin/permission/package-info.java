/**
 * Owns the administration of permissions over HTTP: Steward's own, and those of other programs.
 * Giving them is left to {@code admin}.
 */
@NullMarked
package io.steward.admin.permission;

import org.jspecify.annotations.NullMarked;
