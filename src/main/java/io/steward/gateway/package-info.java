/**
 * Answers reverse proxies that ask before they pass a request on: may it pass, and as whose. What
 * may be done is in a file of rules; a request is judged by its access token and by what is in
 * memory, never by a query. Whether the proxy may ask at all is decided by {@code http}; refusals
 * are those of RFC 6750, 3.
 */
@NullMarked
package io.steward.gateway;

import org.jspecify.annotations.NullMarked;
