/**
 * Steward: accounts and tokens in one WAR. {@code App} builds all objects; {@code Bootstrap} mounts
 * them in a container. The packages form four layers: ground, things, flows and edges. Each layer
 * uses only itself and the layers before it.
 */
@NullMarked
package io.steward;

import org.jspecify.annotations.NullMarked;
