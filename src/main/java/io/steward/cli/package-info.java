/**
 * Owns the command line: {@code Main} and one class per command. It is not used in an application
 * server. Changes to accounts are left to {@code admin}. Prompts and messages of the account
 * commands are Django's.
 */
@NullMarked
package io.steward.cli;

import org.jspecify.annotations.NullMarked;
