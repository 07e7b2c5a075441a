/**
 * Owns the origin of a request: the sender's address as reported by trusted proxies (RFC 7239), the
 * user agent, the request's id, and whether a page of another origin sent it. Recording, throttling
 * and logging take them from here.
 */
@NullMarked
package io.steward.origin;

import org.jspecify.annotations.NullMarked;
