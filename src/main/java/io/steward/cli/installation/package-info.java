/**
 * Owns what the commands share: the terminal, the installation they work on, and their refusals.
 */
@NullMarked
package io.steward.cli.installation;

import org.jspecify.annotations.NullMarked;
