/**
 * Owns the origin of a request: the sender's address as reported by trusted proxies (RFC 7239), the
 * user agent and the request's id. Recording, throttling and logging take them from here.
 */
@NullMarked
package io.steward.origin;

import org.jspecify.annotations.NullMarked;
