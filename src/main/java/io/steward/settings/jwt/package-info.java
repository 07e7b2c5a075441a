/**
 * Owns the settings for access tokens, which Steward and the filter share. Minimum key lengths
 * follow RFC 7518, 3.2; the name of an authentication scheme must have the 'token' syntax of RFC
 * 9110, 5.6.2.
 */
@NullMarked
package io.steward.settings.jwt;

import org.jspecify.annotations.NullMarked;
