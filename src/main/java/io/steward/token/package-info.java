/**
 * Access tokens: JWTs (RFC 7519) in the profile {@code at+jwt} (RFC 9068), signed by HMAC (RFC
 * 7515, RFC 7518, 3.2). jose4j signs, names the algorithms and is the measure of correctness in
 * tests; verification is our own, since only tokens that Steward issued are ever accepted. It knows
 * neither users nor HTTP.
 */
@NullMarked
package io.steward.token;

import org.jspecify.annotations.NullMarked;
