/** Owns bodies on their way in and out of resources: limits, media types, JSON, streams. */
@NullMarked
package io.steward.http.body;

import org.jspecify.annotations.NullMarked;
