package io.steward.token.key;

import java.time.Instant;
import javax.crypto.SecretKey;

/**
 * A key as stored in its file.
 *
 * @param id its {@code kid}
 * @param notBefore the time from which the key signs, in whole seconds; before that, it only
 *     verifies
 */
public record StoredKey(String id, Instant notBefore, SecretKey secret) {}
