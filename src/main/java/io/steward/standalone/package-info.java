/**
 * Owns running without a container: {@code java -jar}, its home folder, and the bundled PostgreSQL
 * of a trial. The log is left to {@code standalone.output}, Tomcat to {@code standalone.tomcat},
 * and the application to {@code App}.
 */
@NullMarked
package io.steward.standalone;

import org.jspecify.annotations.NullMarked;
