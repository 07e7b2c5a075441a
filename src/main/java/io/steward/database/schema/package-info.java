/**
 * Owns the schema: the migrations in {@code db/migration}, and whether the schema of a database is
 * one that this program can migrate and use. Connections are left to the package {@code
 * database.connection}.
 */
@NullMarked
package io.steward.database.schema;

import org.jspecify.annotations.NullMarked;
