/** Owns the commands about mail, which need no database. */
@NullMarked
package io.steward.cli.mail;

import org.jspecify.annotations.NullMarked;
