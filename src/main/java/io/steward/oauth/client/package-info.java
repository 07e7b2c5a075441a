/**
 * Owns OAuth clients (RFC 6749, 2): the file that lists them, their secrets, and their
 * authentication at an endpoint. What a client may do is left to the endpoints.
 */
@NullMarked
package io.steward.oauth.client;

import org.jspecify.annotations.NullMarked;
