package io.steward.admin;

import java.time.Instant;
import java.util.Optional;

/**
 * A row of the list of users.
 *
 * @param lastLogin empty if the user has never logged in
 */
public record ListedUser(
    long id,
    String email,
    String firstName,
    String lastName,
    boolean isActive,
    boolean isSuperuser,
    Instant joined,
    Optional<Instant> lastLogin) {}
