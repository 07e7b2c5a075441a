/**
 * Owns the commands about the server as a whole: {@code serve}, {@code check} and {@code migrate}.
 */
@NullMarked
package io.steward.cli.server;

import org.jspecify.annotations.NullMarked;
