package io.steward.credential.onetime;

import java.time.Instant;

/**
 * A stored token that can still be used.
 *
 * @param address the address that the token sets; empty for other purposes
 * @param since when its cause happened
 */
public record OneTimeToken(String hash, long userId, String address, Instant since) {}
