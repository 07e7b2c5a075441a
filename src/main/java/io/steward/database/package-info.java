/**
 * The way to PostgreSQL: the pool, migrations, transactions, and what to say while it does not
 * answer; for trying Steward out, also a server of its own. SQL and entities belong to the packages
 * whose tables they are.
 */
@NullMarked
package io.steward.database;

import org.jspecify.annotations.NullMarked;
