/**
 * Owns work that runs beside its caller: attempts that can hang, such as opening a connection, and
 * work whose result is awaited later.
 */
@NullMarked
package io.steward.background.attempts;

import org.jspecify.annotations.NullMarked;
