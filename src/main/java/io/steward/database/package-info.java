/**
 * Owns the use of PostgreSQL: transactions, the first connection, and the messages while the
 * database does not answer. SQL and entities are left to the packages that own the tables. These
 * packages declare background work as {@link Chore} and the privileges they need as {@link Table}.
 */
@NullMarked
package io.steward.database;

import org.jspecify.annotations.NullMarked;
