/**
 * Owns the commands about the files of keys, clients and rules. What the files contain is left to
 * {@code token.key}, {@code oauth.client} and {@code gateway}.
 */
@NullMarked
package io.steward.cli.file;

import org.jspecify.annotations.NullMarked;
