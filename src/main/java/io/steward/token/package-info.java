/**
 * Owns access tokens: JWTs (RFC 7519) in the profile {@code at+jwt} (RFC 9068), signed by HMAC (RFC
 * 7515; RFC 7518, 3.2), and their verification. Verification is our own code, because only tokens
 * issued by Steward are accepted. jose4j serves as reference in tests.
 */
@NullMarked
package io.steward.token;

import org.jspecify.annotations.NullMarked;
