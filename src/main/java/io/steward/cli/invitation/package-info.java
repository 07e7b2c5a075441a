/** Owns the command that invites people. What it does is left to {@code admin.invitation}. */
@NullMarked
package io.steward.cli.invitation;

import org.jspecify.annotations.NullMarked;
