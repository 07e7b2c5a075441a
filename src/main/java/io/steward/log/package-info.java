/**
 * What is told to operators, through the container's own logging (java.util.logging, as the JDK and
 * both servers have it): each line names the request it belongs to, and stays one line whatever is
 * in it.
 */
@NullMarked
package io.steward.log;

import org.jspecify.annotations.NullMarked;
