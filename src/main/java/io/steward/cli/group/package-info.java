/**
 * Owns the commands about groups and permissions. The changes are left to {@code admin.group} and
 * {@code admin.permission}; the groups of one user to {@code cli.account}.
 */
@NullMarked
package io.steward.cli.group;

import org.jspecify.annotations.NullMarked;
