/**
 * Owns the origin of a request: the sender's address, the user agent and the request's id.
 * Recording, throttling and logging take them from here. The headers of proxies are left to {@code
 * origin.forwarding}, and the origins of web pages to {@code origin.web}.
 */
@NullMarked
package io.steward.origin;

import org.jspecify.annotations.NullMarked;
