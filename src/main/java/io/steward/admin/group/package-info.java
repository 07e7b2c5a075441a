/**
 * Owns the administration of groups and permissions over HTTP, and of their members. What an
 * administrator may give is left to {@code admin}, and the list of users to {@code admin.user}.
 */
@NullMarked
package io.steward.admin.group;

import org.jspecify.annotations.NullMarked;
