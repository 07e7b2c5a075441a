/**
 * Owns what tells about a browser: the origins of web pages (RFC 6454), which tell requests of our
 * own pages from those of others, the cookies that it sends (RFC 6265), and whether it opens a
 * page.
 */
@NullMarked
package io.steward.origin.web;

import org.jspecify.annotations.NullMarked;
