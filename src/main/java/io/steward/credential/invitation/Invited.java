package io.steward.credential.invitation;

import io.steward.user.EmailAddress;
import io.steward.user.Name;

/**
 * A person with an invitation that can be accepted.
 *
 * @param id the invitation's id
 * @param language a language tag; may be empty
 */
public record Invited(long id, EmailAddress email, Name name, String language) {}
