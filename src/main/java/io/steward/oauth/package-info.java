/**
 * What other programs may ask of Steward, once the operator has configured them as clients (RFC
 * 6749, 2): whether a token is good (RFC 7662), that it be revoked (RFC 7009), what was revoked,
 * and where all that is (RFC 8414). People and their passwords are left to the other flows.
 */
@NullMarked
package io.steward.oauth;

import org.jspecify.annotations.NullMarked;
