/**
 * Owns every setting: name, sources, default and valid values. Settings are read and checked once,
 * at start; all faults are reported together, without secrets. Using the values is left to other
 * packages. Minimum key lengths follow RFC 7518, 3.2; a scheme name is a token (RFC 9110, 5.6.2).
 */
@NullMarked
package io.steward.settings;

import org.jspecify.annotations.NullMarked;
