/**
 * Steward: accounts and tokens in one WAR. {@code App} builds all objects; {@code Bootstrap} mounts
 * them in a container. Packages use each other in one direction: ground, things, flows, edges.
 */
@NullMarked
package io.steward;

import org.jspecify.annotations.NullMarked;
