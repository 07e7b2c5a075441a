/**
 * Owns the log and the output of {@code java -jar}: the format of lines, and a queue that keeps a
 * blocked standard output or standard error from blocking requests.
 */
@NullMarked
package io.steward.standalone.output;

import org.jspecify.annotations.NullMarked;
