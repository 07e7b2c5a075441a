/**
 * Owns the settings for strangers on the web: whether they may register, on which other origins
 * their pages may use the API, and in which networks the administration is open. Sources and faults
 * of settings are left to {@code settings.source}. Origins follow RFC 6454.
 */
@NullMarked
package io.steward.settings.web;

import org.jspecify.annotations.NullMarked;
