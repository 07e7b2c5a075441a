package io.steward.password;

import io.steward.crypto.RandomValues;
import java.time.Duration;
import java.util.Optional;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;

/**
 * Hashes passwords and verifies them against stored hashes, a bounded number at once.
 *
 * <p>Hashes are Argon2id (RFC 9106) in Django's encoding, {@code
 * argon2$argon2id$v=19$m=…,t=…,p=1$<salt>$<hash>}, at most 128 characters long. Every format of
 * Django's verifies too. Do not hash or verify inside a database transaction: either takes tens of
 * milliseconds of processor time, an imported hash up to seconds.
 */
public final class Passwords {
  private static final String ALPHABET =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final int UNUSABLE_LENGTH = 40;

  private final Permits permits;

  /** Computes one hash per core at once; with more, each would only take longer. */
  public Passwords() {
    this(Runtime.getRuntime().availableProcessors(), Duration.ofSeconds(5));
  }

  /**
   * Computes at most {@code permits} hashes at once, each with its own 7 MiB; further calls wait
   * their turn, at most {@code wait}.
   */
  public Passwords(int permits, Duration wait) {
    this(new Permits(permits, wait, Argon2::pool));
  }

  Passwords(Permits permits) {
    this.permits = permits;
  }

  /** The most hashes that are computed at once. */
  public int atOnce() {
    return permits.count();
  }

  /**
   * Hashes a password for storage, with a fresh salt.
   *
   * @throws io.steward.problem.ProblemException 503 if no permit became free in time
   */
  public PasswordHash hash(Password password) {
    byte[] salt = RandomValues.bytes(Argon2.SALT_BYTES);
    return permits.small(
        blocks -> new PasswordHash(Argon2.of(password.text(), salt, blocks).encoded()));
  }

  /**
   * Whether the password matches the stored hash. Nothing matches an empty one (unknown user), nor
   * one that is unusable, malformed, of an unknown format or beyond the cost limits.
   *
   * @throws io.steward.problem.ProblemException 503 if no permit became free in time
   */
  public boolean verify(Password password, Optional<PasswordHash> hash) {
    Optional<StoredHash> stored = hash.map(PasswordHash::encoded).flatMap(StoredHash::read);
    boolean isLarge = stored.map(StoredHash::memoryKib).orElse(0) > Argon2.OWN_COST.memoryKib();
    return isLarge
        ? permits.large(blocks -> matches(password.text(), stored, blocks))
        : permits.small(blocks -> matches(password.text(), stored, blocks));
  }

  private boolean matches(String password, Optional<StoredHash> stored, BlockPool blocks) {
    boolean matches = stored.isPresent() && stored.get().matches(password, blocks);
    // Every response takes at least the time of one own hash: a faster one would reveal an
    // unknown address or a cheap old hash. An expensive imported hash does take longer, until
    // its owner's next log-in replaces it.
    if (!stored.map(StoredHash::isOwn).orElse(false)) {
      Argon2.of(password, RandomValues.bytes(Argon2.SALT_BYTES), blocks);
    }
    return matches;
  }

  /** Whether to hash a correct password again: true for every format and cost but our own. */
  public boolean needsRehash(PasswordHash hash) {
    return !StoredHash.read(hash.encoded()).map(StoredHash::isOwn).orElse(false);
  }

  /** A stored text that no password matches; random, as in Django. */
  public static PasswordHash unusable() {
    return new PasswordHash("!" + RandomValues.text(ALPHABET, UNUSABLE_LENGTH));
  }
}
