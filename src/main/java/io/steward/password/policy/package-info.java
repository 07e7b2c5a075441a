/**
 * Owns the rules for a new password: Django's four validators with their texts, and its list of
 * common passwords. The package does not know users: callers pass the attributes that a password
 * must not resemble.
 */
@NullMarked
package io.steward.password.policy;

import org.jspecify.annotations.NullMarked;
