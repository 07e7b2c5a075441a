/**
 * Owns the administration of other people's accounts: who may do it, and the transactions in which
 * it happens. Every change names its caller, for the audit log. An administrator needs a
 * permission; the operator of a command has every permission. Lists and resources are left to the
 * packages below. Only the password of a new superuser may break the password policy.
 */
@NullMarked
package io.steward.admin;

import org.jspecify.annotations.NullMarked;
