/** Tests of the output of {@code audit}. */
@NullMarked
package io.steward.cli.audit;

import org.jspecify.annotations.NullMarked;
