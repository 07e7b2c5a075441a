/**
 * Owns running without a container: {@code java -jar}, its log format, and the bundled PostgreSQL
 * of a trial. The Tomcat is left to {@code standalone.tomcat}, the application to {@code App}.
 */
@NullMarked
package io.steward.standalone;

import org.jspecify.annotations.NullMarked;
