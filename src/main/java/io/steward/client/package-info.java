/**
 * Who is on the other end of the request that this thread works on: its address as told by proxies
 * that are trusted, its user agent, and the request's own id. Everything that records, counts or
 * logs takes them from here.
 */
@NullMarked
package io.steward.client;

import org.jspecify.annotations.NullMarked;
