/**
 * The Tomcat that {@code java -jar} and a checkout bring along: one connector, one web application,
 * errors of its own that say nothing of what runs here. Everything else is left to the application,
 * which is the same one that a container deploys.
 */
@NullMarked
package io.steward.cli.tomcat;

import org.jspecify.annotations.NullMarked;
