/** Owns the answers that tell a proxy or supervisor whether this node lives and serves. */
@NullMarked
package io.steward.http.health;

import org.jspecify.annotations.NullMarked;
