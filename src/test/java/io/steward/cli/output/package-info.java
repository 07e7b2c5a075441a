/** Tests of how commands print results. */
@NullMarked
package io.steward.cli.output;

import org.jspecify.annotations.NullMarked;
