/** Tests of what the commands print. */
@NullMarked
package io.steward.cli.installation;

import org.jspecify.annotations.NullMarked;
