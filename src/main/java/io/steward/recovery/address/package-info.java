/** Owns the links of a change of address: confirming it, and taking it back. */
@NullMarked
package io.steward.recovery.address;

import org.jspecify.annotations.NullMarked;
