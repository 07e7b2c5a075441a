package io.steward.password;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;

/**
 * Hashes passwords and verifies them against what is stored, a bounded number at once.
 *
 * <p>Hashes are Argon2id (RFC 9106) in Django's own text, {@code
 * argon2$argon2id$v=19$m=…,t=…,p=1$<salt>$<hash>}, at most 128 characters long. Every format that
 * Django has written verifies too. Neither kind of call may run inside a database transaction: it
 * takes tens of milliseconds of processor time, an imported hash up to seconds.
 */
public final class Passwords {
  private static final String ALPHABET =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final int UNUSABLE_LENGTH = 40;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Permits permits;

  /** As many at once as there are cores, since more would only take longer together. */
  public Passwords() {
    this(Runtime.getRuntime().availableProcessors(), Duration.ofSeconds(5));
  }

  /**
   * Computes at most {@code permits} hashes at once, each with 7 MiB of its own; others wait their
   * turn, but no longer than {@code wait}.
   */
  public Passwords(int permits, Duration wait) {
    this(new Permits(permits, wait, Argon2::pool));
  }

  Passwords(Permits permits) {
    this.permits = permits;
  }

  /** How many are computed at once, at most. */
  public int atOnce() {
    return permits.count();
  }

  /**
   * Hashes a password for storage, with a salt of its own.
   *
   * @throws io.steward.problem.ProblemException 503 if no permit came free in time
   */
  public String hash(String password) {
    byte[] salt = random(Argon2.SALT_BYTES);
    return permits.small(blocks -> Argon2.of(password, salt, blocks).encoded());
  }

  /**
   * Whether the password is the one that was stored; never, for an unknown user (empty) and for
   * text that is unusable, malformed, of an unknown format or of an outrageous cost.
   *
   * @throws io.steward.problem.ProblemException 503 if no permit came free in time
   */
  public boolean verify(String password, Optional<String> encoded) {
    Optional<StoredHash> stored = encoded.flatMap(StoredHash::read);
    boolean isLarge = stored.map(StoredHash::memoryKib).orElse(0) > Argon2.OWN_COST.memoryKib();
    return isLarge
        ? permits.large(blocks -> matches(password, stored, blocks))
        : permits.small(blocks -> matches(password, stored, blocks));
  }

  private boolean matches(String password, Optional<StoredHash> stored, BlockPool blocks) {
    boolean matches = stored.isPresent() && stored.get().matches(password, blocks);
    // No answer comes sooner than that for an own hash: a quick one would tell that the
    // address is unknown, or that its hash is a cheap one from long ago. A dear foreign hash
    // does come later, until its owner's next log-in replaces it.
    if (!stored.map(StoredHash::isOwn).orElse(false)) {
      Argon2.of(password, random(Argon2.SALT_BYTES), blocks);
    }
    return matches;
  }

  /** Whether a correct password should be hashed anew, being stored in any way but our own. */
  public boolean needsRehash(String encoded) {
    return !StoredHash.read(encoded).map(StoredHash::isOwn).orElse(false);
  }

  /** Text that no password matches, different each time as in Django. */
  public static String unusable() {
    return RANDOM
        .ints(UNUSABLE_LENGTH, 0, ALPHABET.length())
        .mapToObj(i -> ALPHABET.substring(i, i + 1))
        .collect(Collectors.joining("", "!", ""));
  }

  /** Whether a password was ever set, in Django's reading. */
  public static boolean isUsable(String encoded) {
    return !encoded.startsWith("!");
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
