/**
 * Owns the administration of other people's accounts: who may do it, and the transactions in which
 * it happens. Every change names its caller, for the audit log. An administrator needs a
 * permission, and acts only on users whose rights the administrator has too ({@code Target}), and
 * gives only what the administrator has ({@code Memberships}). The operator of a command has every
 * right. These decisions are made in the transaction of the change. Changes of rights wait for one
 * another, so two of them together give no more than each alone. Lists, flows and resources are
 * left to the packages below.
 */
@NullMarked
package io.steward.admin;

import org.jspecify.annotations.NullMarked;
