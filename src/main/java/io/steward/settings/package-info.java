/**
 * Owns every setting: its type, default and valid values. Settings are read once, at start; all
 * faults are reported together. Reading the sources is left to {@code settings.source}; the
 * settings for access tokens are left to {@code settings.jwt}.
 */
@NullMarked
package io.steward.settings;

import org.jspecify.annotations.NullMarked;
