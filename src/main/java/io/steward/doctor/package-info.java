/**
 * Owns the checks of an installation: container, libraries, database, clock, keys and proxies. The
 * checks never change the database. Invalid values of settings are left to {@code settings}, which
 * reports them earlier.
 */
@NullMarked
package io.steward.doctor;

import org.jspecify.annotations.NullMarked;
