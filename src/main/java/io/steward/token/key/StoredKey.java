package io.steward.token.key;

import java.time.Instant;
import javax.crypto.SecretKey;

/**
 * A key as its file has it.
 *
 * @param id its {@code kid}
 * @param notBefore from when on it signs, in whole seconds; it verifies at any time
 */
public record StoredKey(String id, Instant notBefore, SecretKey secret) {}
