package io.steward.credential.onetime;

/**
 * A stored token that can still be used.
 *
 * @param address the address that the token sets; empty for other purposes
 */
public record OneTimeToken(String hash, long userId, String address) {}
