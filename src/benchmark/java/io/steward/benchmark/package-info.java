/**
 * What Steward costs, measured beside what others cost: never part of a test, since a machine that
 * is busy would fail it. {@link io.steward.benchmark.TokenComparison} measures the verification of
 * tokens; the rest are the parts that {@code src/benchmark/load.sh} starts.
 */
@NullMarked
package io.steward.benchmark;

import org.jspecify.annotations.NullMarked;
