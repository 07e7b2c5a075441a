/** Owns the groups and permissions of one user over HTTP. The rules are those of {@code admin}. */
@NullMarked
package io.steward.admin.membership;

import org.jspecify.annotations.NullMarked;
