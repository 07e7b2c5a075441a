/** Connections to a mail server, with limits for how long it may take. */
@NullMarked
package io.steward.mail.connection;

import org.jspecify.annotations.NullMarked;
