/**
 * Owns the time that all nodes agree on. Each node reads it from the database, and each filter from
 * Steward, so that a wrong clock of one machine changes no decision about tokens.
 */
@NullMarked
package io.steward.clock;

import org.jspecify.annotations.NullMarked;
