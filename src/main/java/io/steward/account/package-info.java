/**
 * Owns what users do with their own account and sessions: read, change, delete, list. A token is
 * enough to read. A change that would let the holder of a stolen token take over the account also
 * needs the current password, which {@code credential} checks. The {@code …Resource} classes read
 * the request bodies; the other classes do the work and know nothing of HTTP.
 */
@NullMarked
package io.steward.account;

import org.jspecify.annotations.NullMarked;
