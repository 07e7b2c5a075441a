package io.steward.password;

import static org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_VERSION_13;
import static org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_id;

/**
 * The cost of the hashes that this process computes. Most integration tests log in many users, and
 * only few test how expensive a hash is.
 */
public final class CheapHashes {
  /** The least that RFC 9106 allows for one lane. */
  private static final Argon2.Cost LEAST = new Argon2.Cost(ARGON2_id, ARGON2_VERSION_13, 8, 1, 1);

  private CheapHashes() {}

  /** From now on, hashes cost next to nothing. */
  public static void on() {
    Argon2.hashAt(LEAST);
  }

  /** From now on, hashes cost as much as in production. */
  public static void off() {
    Argon2.hashAt(Argon2.OWN_COST);
  }
}
