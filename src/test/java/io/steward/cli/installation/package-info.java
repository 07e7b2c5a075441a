/** Tests of the commands: scripted dialogues, and the packaged file in a separate process. */
@NullMarked
package io.steward.cli.installation;

import org.jspecify.annotations.NullMarked;
