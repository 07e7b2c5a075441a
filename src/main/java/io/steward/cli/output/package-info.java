/** Owns how commands print results: for people, and as JSON or CSV for programs. */
@NullMarked
package io.steward.cli.output;

import org.jspecify.annotations.NullMarked;
