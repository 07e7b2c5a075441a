package io.steward.session;

/**
 * The response to a log-in or refresh (RFC 6749, 5.1), with the names of the Django tutorial for
 * user and token.
 */
public record Tokens(
    String name,
    String token,
    String tokenType,
    long expiresIn,
    String refreshToken,
    long refreshExpiresIn) {}
