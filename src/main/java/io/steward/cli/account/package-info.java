/**
 * Owns the commands about accounts and their sessions. Changes are left to {@code admin}. Prompts
 * and messages of the commands that Django also has are Django's.
 */
@NullMarked
package io.steward.cli.account;

import org.jspecify.annotations.NullMarked;
