/**
 * Owns forward authorization: a reverse proxy asks whether it may forward a request, and learns the
 * caller. The rules are in a file. Decisions use the access token and data in memory, never a
 * query. Whether the proxy may ask at all is left to {@code http}; refusals follow RFC 6750, 3.
 */
@NullMarked
package io.steward.gateway;

import org.jspecify.annotations.NullMarked;
