/**
 * Owns connections to PostgreSQL: the pool, the settings of each session, and the meaning of
 * PostgreSQL's error codes. Migrations and transactions are left to the package {@code database}.
 */
@NullMarked
package io.steward.database.connection;

import org.jspecify.annotations.NullMarked;
