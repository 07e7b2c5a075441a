/**
 * Owns SHA-256 and random values. Password hashes are left to {@code password}, keys and signatures
 * to {@code token}.
 */
@NullMarked
package io.steward.crypto;

import org.jspecify.annotations.NullMarked;
