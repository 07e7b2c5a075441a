/**
 * Owns the origins of web pages (RFC 6454), which tell requests of our own pages from those of
 * others.
 */
@NullMarked
package io.steward.origin.web;

import org.jspecify.annotations.NullMarked;
