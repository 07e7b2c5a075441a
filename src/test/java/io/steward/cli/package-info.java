/** Tests of the commands: scripted conversations, and the packaged file in a process of its own. */
@NullMarked
package io.steward.cli;

import org.jspecify.annotations.NullMarked;
