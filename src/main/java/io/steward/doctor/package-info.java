/**
 * Owns the checks of an installation: container, libraries, database, clock, keys and proxies. They
 * only read the database. Faults of single settings are left to {@code settings}, which reports
 * them earlier.
 */
@NullMarked
package io.steward.doctor;

import org.jspecify.annotations.NullMarked;
