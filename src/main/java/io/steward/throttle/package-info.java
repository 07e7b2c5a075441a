/**
 * Owns the limits on attempts: wrong passwords, wrong client secrets, log-ins, registrations, new
 * addresses, refreshes and messages. The database counts the attempts, so that many nodes together
 * allow no more than one node. Strangers cannot lock a user out of a network from which that user
 * has logged in before, and no answer to a wrong password depends on whether the account exists.
 * Also remembers the networks and devices of each user, so that the owner hears of a new one.
 */
@NullMarked
package io.steward.throttle;

import org.jspecify.annotations.NullMarked;
