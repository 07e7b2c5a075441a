/**
 * Owns proving and replacing a password. {@code CurrentPassword} checks the current password, so
 * that a stolen token is not enough to change an account. {@code NewPassword} checks a new password
 * against the policy and hashes it; it hashes only an {@code AcceptedPassword}, so that no flow can
 * store an unchecked password. It also replaces the old password: it ends sessions, forgets failed
 * password attempts and writes an audit record. API and commands both use {@code NewPassword}, so a
 * password change always has all of these effects. Log-in is left to {@code login}.
 */
@NullMarked
package io.steward.credential;

import org.jspecify.annotations.NullMarked;
