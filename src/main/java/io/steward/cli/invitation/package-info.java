/** Owns the commands about invitations. What they do is left to {@code admin.invitation}. */
@NullMarked
package io.steward.cli.invitation;

import org.jspecify.annotations.NullMarked;
