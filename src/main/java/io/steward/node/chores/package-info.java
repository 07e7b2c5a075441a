/**
 * Owns the threads that run the chores of all packages. Each chore comes from the package that owns
 * the table.
 */
@NullMarked
package io.steward.node.chores;

import org.jspecify.annotations.NullMarked;
