/**
 * Every setting of Steward: its name, where it may come from, and what it may be. All of them are
 * read and checked once, at start, and every fault is told at once in the operator's words; a
 * secret is never part of what is told. What the values are used for is left to the packages that
 * use them; the least key lengths are those of RFC 7518, 3.2, and a scheme name is a token of RFC
 * 9110, 5.6.2.
 */
@NullMarked
package io.steward.settings;

import org.jspecify.annotations.NullMarked;
