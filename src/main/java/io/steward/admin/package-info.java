/**
 * Owns what an administrator or operator does to the accounts of others: create a superuser,
 * activate, deactivate, set a password. Every method takes the actor, for the audit log. The
 * methods check neither authorization nor the password policy; the calling code must check both.
 */
@NullMarked
package io.steward.admin;

import org.jspecify.annotations.NullMarked;
