/**
 * Owns the command line: {@code Main} and one class per command. A container uses none of it. What
 * commands change is left to the flows. Prompts and messages of the account commands are Django's.
 */
@NullMarked
package io.steward.cli;

import org.jspecify.annotations.NullMarked;
