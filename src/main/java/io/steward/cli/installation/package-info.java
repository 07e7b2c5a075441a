/**
 * Owns what the commands share: the terminal, the installation to work on, and the error that ends
 * a command.
 */
@NullMarked
package io.steward.cli.installation;

import org.jspecify.annotations.NullMarked;
