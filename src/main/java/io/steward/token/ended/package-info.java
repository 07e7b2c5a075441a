/** Owns the compact form of ended sessions in memory. */
@NullMarked
package io.steward.token.ended;

import org.jspecify.annotations.NullMarked;
