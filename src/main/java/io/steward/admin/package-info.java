/**
 * Owns what an administrator or operator does to the accounts of others: create a superuser,
 * activate, deactivate, set a password. Every method takes the actor, for the audit log. The
 * methods do not check authorization; the calling code must check it. Only the password of a new
 * superuser may break the password policy.
 */
@NullMarked
package io.steward.admin;

import org.jspecify.annotations.NullMarked;
