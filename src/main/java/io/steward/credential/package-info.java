/**
 * Owns proving and replacing a password. {@code CurrentPassword} checks that the owner asks, not
 * the bearer of a stolen token. {@code NewPassword} judges and hashes a new password and replaces
 * the old one with all effects: sessions end, wrong guesses are forgotten, the audit records it.
 * Every caller, from the API to the commands, sets a password through it. Log-in is left to {@code
 * login}.
 */
@NullMarked
package io.steward.credential;

import org.jspecify.annotations.NullMarked;
