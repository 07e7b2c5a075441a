/**
 * Owns forward authorization: a reverse proxy asks whether it may forward a request, and who the
 * caller is. The rules are in a file. Decisions use the access token and data in memory, and never
 * query the database. The package {@code gate} decides which proxies may ask; refusals follow RFC
 * 6750, 3.
 */
@NullMarked
package io.steward.gateway;

import org.jspecify.annotations.NullMarked;
