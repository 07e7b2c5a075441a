/**
 * Compares a database with 1,000 users, sessions and networks with one that has 1,000,000 of each,
 * in one run. {@link io.steward.benchmark.growth.Growth} is the program.
 */
@NullMarked
package io.steward.benchmark.growth;

import org.jspecify.annotations.NullMarked;
