/**
 * Owns what administrators do with invitations: send, list, send again, revoke. Nobody invites into
 * a group that they could not give. The tables are left to {@code credential.invitation}, the
 * accepted invitation to {@code registration}.
 */
@NullMarked
package io.steward.admin.invitation;

import org.jspecify.annotations.NullMarked;
