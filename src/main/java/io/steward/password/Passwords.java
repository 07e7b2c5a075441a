package io.steward.password;

import io.steward.crypto.RandomValues;
import java.time.Duration;
import java.util.Optional;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;

/**
 * Hashes passwords and verifies them against stored hashes; computes a limited number at once.
 *
 * <p>Hashes are Argon2id (RFC 9106) in Django's encoding, {@code
 * argon2$argon2id$v=19$m=…,t=…,p=1$<salt>$<hash>}, at most 128 characters long. Every format of
 * Django's can be verified too. Do not hash or verify inside a database transaction: both take tens
 * of milliseconds of processor time, and verifying an imported hash can take seconds.
 */
public final class Passwords {
  private static final String ALPHABET =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final int UNUSABLE_LENGTH = 40;

  private final Permits permits;
  private final Decoys decoys;

  /** Computes at most one hash per core at once; more would only make each hash slower. */
  public Passwords() {
    this(new Decoys(account -> 0));
  }

  /** Uses these decoys to verify passwords of unknown accounts. */
  public Passwords(Decoys decoys) {
    this(
        new Permits(
            Runtime.getRuntime().availableProcessors(), Duration.ofSeconds(5), Argon2::pool),
        decoys);
  }

  /**
   * Computes at most {@code permits} hashes at once, each in its own 7 MiB of memory. Further calls
   * wait, but at most {@code wait}.
   */
  public Passwords(int permits, Duration wait) {
    this(new Permits(permits, wait, Argon2::pool));
  }

  Passwords(Permits permits) {
    this(permits, new Decoys(account -> 0));
  }

  Passwords(Permits permits, Decoys decoys) {
    this.permits = permits;
    this.decoys = decoys;
  }

  /** The maximum number of hashes that are computed at once. */
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
   * Whether the password matches the stored hash. No password matches an empty {@code hash}
   * (unknown user), or a hash that is unusable, malformed, of an unknown format or above the cost
   * limits.
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

  /**
   * Takes as long as {@link #verify} would take if the account existed; always false.
   *
   * @throws io.steward.problem.ProblemException 503 if no permit became free in time
   */
  public boolean refuse(Password password, String account) {
    verify(password, decoys.hash(account));
    return false;
  }

  private boolean matches(String password, Optional<StoredHash> stored, BlockPool blocks) {
    boolean matches = stored.isPresent() && stored.get().matches(password, blocks);
    // Every verification computes at least one hash at our own cost: a faster response would
    // reveal a cheap old hash. An expensive imported hash takes longer, until the user's next
    // log-in replaces it; see Decoys.
    if (!stored.map(StoredHash::isOwn).orElse(false)) {
      Argon2.of(password, RandomValues.bytes(Argon2.SALT_BYTES), blocks);
    }
    return matches;
  }

  /** Whether to hash a correct password again: true for every format and cost except our own. */
  public boolean needsRehash(PasswordHash hash) {
    return !StoredHash.read(hash.encoded()).map(StoredHash::isOwn).orElse(false);
  }

  /** Whether log-ins can read a stored text, or the text says that there is no password. */
  public static boolean isReadable(PasswordHash hash) {
    String text = hash.encoded();
    return StoredHash.read(text).isPresent()
        || (text.startsWith("!") && text.length() <= StoredHash.LONGEST);
  }

  /** A stored text that no password matches; random, as in Django. */
  public static PasswordHash unusable() {
    return new PasswordHash("!" + RandomValues.text(ALPHABET, UNUSABLE_LENGTH));
  }
}
