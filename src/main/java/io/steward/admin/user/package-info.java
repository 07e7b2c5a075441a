/**
 * Owns the administration of users: lists, reads, creates, changes and deletes them, and sets their
 * passwords. Commands and resources use the same flows. Only the password of a new superuser may
 * break the password policy, and only in a command. Who may administer is left to {@code admin},
 * and the user model to {@code user}.
 */
@NullMarked
package io.steward.admin.user;

import org.jspecify.annotations.NullMarked;
