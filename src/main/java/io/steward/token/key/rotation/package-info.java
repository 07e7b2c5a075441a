/** Owns the rotation of keys: when a new key signs, and which keys no token needs any longer. */
@NullMarked
package io.steward.token.key.rotation;

import org.jspecify.annotations.NullMarked;
