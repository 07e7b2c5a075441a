/**
 * Owns the background work of each node: it reads the revocation feed, records that the node is
 * alive, and runs the chores. Each chore comes from the package that owns the table.
 */
@NullMarked
package io.steward.node;

import org.jspecify.annotations.NullMarked;
