/** Owns resetting a forgotten password: the request for a message, and the use of its link. */
@NullMarked
package io.steward.recovery.reset;

import org.jspecify.annotations.NullMarked;
