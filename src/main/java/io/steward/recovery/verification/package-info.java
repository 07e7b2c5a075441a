/** Owns verifying an email address: the request for a message, and the use of its link. */
@NullMarked
package io.steward.recovery.verification;

import org.jspecify.annotations.NullMarked;
