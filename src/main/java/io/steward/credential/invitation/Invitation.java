package io.steward.credential.invitation;

import io.steward.user.EmailAddress;
import io.steward.user.Name;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * An invitation.
 *
 * @param groups the names of the groups that the invited person joins
 * @param language a language tag; may be empty
 * @param invitedBy the id of the sender; empty for a command
 * @param lifetime how long the invitation can be accepted
 */
public record Invitation(
    EmailAddress email,
    Name name,
    Set<String> groups,
    String language,
    Optional<Long> invitedBy,
    Duration lifetime) {}
