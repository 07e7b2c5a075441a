/**
 * Owns what each node does in the background: it reads the revocation feed and records that the
 * node is alive. The chores of all packages run in {@code node.chores}.
 */
@NullMarked
package io.steward.node;

import org.jspecify.annotations.NullMarked;
