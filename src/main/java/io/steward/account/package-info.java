/**
 * Owns what users do with their own account and sessions: read, change, delete, list. A token is
 * enough to read. A change that could hand the account to the bearer of a stolen token also needs
 * the current password, which {@code credential} checks. The resources read the bodies; the flows
 * take values.
 */
@NullMarked
package io.steward.account;

import org.jspecify.annotations.NullMarked;
