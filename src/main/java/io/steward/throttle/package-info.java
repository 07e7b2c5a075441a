/**
 * Owns the limits on password guesses, registrations and refreshes. The database counts the
 * attempts, so that many nodes together allow no more than one node. Strangers cannot lock a user
 * out of a network from which that user has logged in before.
 */
@NullMarked
package io.steward.throttle;

import org.jspecify.annotations.NullMarked;
