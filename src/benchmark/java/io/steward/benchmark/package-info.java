/**
 * Measures what Steward costs, in comparison with other libraries. It is never part of a test,
 * since it would fail on a busy machine. {@link io.steward.benchmark.TokenComparison} measures the
 * verification of tokens, {@link io.steward.benchmark.growth.Growth} a small and a large database.
 * {@code src/benchmark/load.sh} starts the other programs.
 */
@NullMarked
package io.steward.benchmark;

import org.jspecify.annotations.NullMarked;
