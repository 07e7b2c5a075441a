/**
 * Owns the background work of each node: it follows the revocation feed, reports its presence, and
 * runs the chores. Each chore comes from the package that owns the table.
 */
@NullMarked
package io.steward.node;

import org.jspecify.annotations.NullMarked;
