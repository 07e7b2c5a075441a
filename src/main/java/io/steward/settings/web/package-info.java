/**
 * Owns the settings for strangers on the web: whether they may register, and on which other origins
 * their pages may use the API. Sources and faults of settings are left to {@code settings.source}.
 * Origins follow RFC 6454.
 */
@NullMarked
package io.steward.settings.web;

import org.jspecify.annotations.NullMarked;
