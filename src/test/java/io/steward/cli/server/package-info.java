/** Tests of what the server says on the console. */
@NullMarked
package io.steward.cli.server;

import org.jspecify.annotations.NullMarked;
