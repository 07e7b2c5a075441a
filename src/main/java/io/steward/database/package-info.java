/**
 * Owns the connection to PostgreSQL: the pool, migrations, transactions, and the messages while the
 * database does not answer. SQL and entities are left to the packages that own the tables; they
 * describe their background work and privileges as {@link Chore} and {@link Table}.
 */
@NullMarked
package io.steward.database;

import org.jspecify.annotations.NullMarked;
