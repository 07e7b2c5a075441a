/**
 * Owns the command line: {@code Main}, and one package for the commands of each subject. It is not
 * used in an application server. The commands only call the flows that do the work.
 */
@NullMarked
package io.steward.cli;

import org.jspecify.annotations.NullMarked;
