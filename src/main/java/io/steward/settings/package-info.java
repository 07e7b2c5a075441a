/**
 * Owns every setting: its type, default and valid values. Settings are read once, at start; all
 * faults are reported together. Reading the sources is left to {@code settings.source}. Minimum key
 * lengths follow RFC 7518, 3.2; the name of an authentication scheme must have the 'token' syntax
 * of RFC 9110, 5.6.2.
 */
@NullMarked
package io.steward.settings;

import org.jspecify.annotations.NullMarked;
