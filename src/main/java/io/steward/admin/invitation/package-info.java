/**
 * Owns what administrators do with invitations: send, list, send again, revoke. Administrators
 * invite only into groups that they may give. The tables are left to {@code credential.invitation},
 * the accepted invitation to {@code registration}.
 */
@NullMarked
package io.steward.admin.invitation;

import org.jspecify.annotations.NullMarked;
