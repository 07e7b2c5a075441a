/**
 * How often passwords may be guessed, accounts registered and sessions refreshed: counted in the
 * database, so that many nodes allow no more than one. Nobody is locked out by strangers from where
 * they have logged in before.
 */
@NullMarked
package io.steward.throttle;

import org.jspecify.annotations.NullMarked;
