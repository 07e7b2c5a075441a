/**
 * Owns the filter's connection to Steward: it asks every second which sessions have ended, and ends
 * a session (RFC 7009) when the application logs its user out.
 */
@NullMarked
package io.steward.filter.feed;

import org.jspecify.annotations.NullMarked;
