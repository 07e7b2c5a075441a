/**
 * Owns what a request reveals about its browser: the origin of the page that sent it (RFC 6454),
 * its cookies (RFC 6265), and whether it opens a page. The origin distinguishes our own pages from
 * others.
 */
@NullMarked
package io.steward.origin.web;

import org.jspecify.annotations.NullMarked;
