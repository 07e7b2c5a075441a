/**
 * Owns invitations: who was invited, into which groups, and by whom. Only the hash of the token in
 * the newest message is stored. Who may invite is left to {@code admin}, the new account to {@code
 * registration}.
 */
@NullMarked
package io.steward.credential.invitation;

import org.jspecify.annotations.NullMarked;
