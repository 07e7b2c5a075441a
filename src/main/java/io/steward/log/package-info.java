/**
 * Owns logging, through the container's own java.util.logging. Each message names its request and
 * stays one line, whatever text it contains. The format of {@code java -jar}'s lines is left to
 * {@code cli}.
 */
@NullMarked
package io.steward.log;

import org.jspecify.annotations.NullMarked;
