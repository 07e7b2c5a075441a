/**
 * Owns what an administrator or operator does to the accounts of others: create a superuser,
 * activate, deactivate, set a password. Every method names its actor for the audit. Whether the
 * caller may do it, and whether the password policy binds them, is decided by the caller.
 */
@NullMarked
package io.steward.admin;

import org.jspecify.annotations.NullMarked;
