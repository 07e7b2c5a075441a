/**
 * Steward: accounts and tokens as one WAR. {@code App} builds everything that exists; {@code
 * Bootstrap} is how a container mounts it.
 */
@NullMarked
package io.steward;

import org.jspecify.annotations.NullMarked;
