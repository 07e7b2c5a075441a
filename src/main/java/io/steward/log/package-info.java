/**
 * Owns logging, through the container's own java.util.logging. Each message names its request and
 * stays on one line, whatever text it contains. The line format of {@code java -jar} is left to
 * {@code standalone.output}.
 */
@NullMarked
package io.steward.log;

import org.jspecify.annotations.NullMarked;
