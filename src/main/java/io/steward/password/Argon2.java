package io.steward.password;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_VERSION_10;
import static org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_VERSION_13;
import static org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_d;
import static org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_i;
import static org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_id;

import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2 (RFC 9106): Steward's own hashes, and Django's hashes with other costs. */
record Argon2(Cost cost, String salt, String tag) implements StoredHash {
  /** OWASP recommends several settings of equal strength; on two cores, this one is the fastest. */
  static final Cost OWN_COST = new Cost(ARGON2_id, ARGON2_VERSION_13, 7 * 1024, 5, 1);

  private static final AtomicReference<Cost> NEW_COST = new AtomicReference<>(OWN_COST);

  static final int SALT_BYTES = 16;
  static final int TAG_BYTES = 32;

  private static final int SHORTEST_TAG = 16;
  private static final int SHORTEST_SALT = 8;
  private static final Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();
  private static final Pattern FORMAT =
      Pattern.compile(
          "argon2\\$argon2(?<type>id|i|d)(?:\\$v=(?<version>16|19))?"
              + "\\$m=(?<memory>[1-9]\\d{0,6}),t=(?<passes>[1-9]\\d{0,3}),p=(?<lanes>[1-9]\\d?)"
              + "\\$(?<salt>[A-Za-z0-9+/]+)\\$(?<tag>[A-Za-z0-9+/]+)");

  Argon2 {
    // Many passwords would match a very short tag.
    StoredHash.require(decode(tag).length >= SHORTEST_TAG && decode(salt).length >= SHORTEST_SALT);
  }

  static Argon2 of(String encoded) {
    Matcher fields = StoredHash.match(FORMAT, encoded);
    return new Argon2(Cost.of(fields), fields.group("salt"), fields.group("tag"));
  }

  /** Hashes a password at our own cost. */
  static Argon2 of(String password, byte[] salt, BlockPool blocks) {
    Cost own = Objects.requireNonNull(NEW_COST.get());
    byte[] tag = own.tag(password, salt, TAG_BYTES, blocks);
    return new Argon2(own, BASE64.encodeToString(salt), BASE64.encodeToString(tag));
  }

  /** Replaces our own cost from now on, for tests in which the cost of a hash does not matter. */
  static void hashAt(Cost own) {
    NEW_COST.set(own);
  }

  /** Working memory for one hash at our own cost. */
  static BlockPool pool() {
    return new FixedBlockPool(
        Argon2BytesGenerator.getBlockCount(OWN_COST.memoryKib(), OWN_COST.lanes()));
  }

  @Override
  public boolean matches(String password, BlockPool blocks) {
    byte[] computed = cost.tag(password, decode(salt), decode(tag).length, blocks);
    return StoredHash.isSame(tag, BASE64.encodeToString(computed));
  }

  @Override
  public int memoryKib() {
    return cost.memoryKib();
  }

  @Override
  public boolean isOwn() {
    return cost.equals(NEW_COST.get())
        && decode(salt).length == SALT_BYTES
        && decode(tag).length == TAG_BYTES;
  }

  /** Django's encoding of a hash at our own cost. */
  String encoded() {
    return String.format(
        Locale.ROOT,
        "argon2$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s",
        cost.memoryKib(),
        cost.passes(),
        cost.lanes(),
        salt,
        tag);
  }

  private static byte[] decode(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  /** The variant of Argon2 and its cost parameters. */
  record Cost(int type, int version, int memoryKib, int passes, int lanes) {
    // Django's most expensive default is 100 MiB in two passes.
    private static final int MOST_MEMORY_KIB = 128 * 1024;
    private static final int MOST_WORK_KIB = 512 * 1024;
    private static final int MOST_LANES = 16;

    Cost {
      StoredHash.require(memoryKib <= MOST_MEMORY_KIB);
      StoredHash.require((long) memoryKib * passes <= MOST_WORK_KIB);
      // RFC 9106, 3.1: at least eight blocks per lane.
      StoredHash.require(lanes <= MOST_LANES && memoryKib >= 8 * lanes);
    }

    static Cost of(Matcher fields) {
      return new Cost(
          switch (fields.group("type")) {
            case "id" -> ARGON2_id;
            case "i" -> ARGON2_i;
            default -> ARGON2_d;
          },
          // Old hashes have no version field; their version is 16.
          "19".equals(fields.group("version")) ? ARGON2_VERSION_13 : ARGON2_VERSION_10,
          Integer.parseInt(fields.group("memory")),
          Integer.parseInt(fields.group("passes")),
          Integer.parseInt(fields.group("lanes")));
    }

    byte[] tag(String password, byte[] salt, int length, BlockPool blocks) {
      Argon2BytesGenerator generator = new Argon2BytesGenerator();
      generator.init(
          new Argon2Parameters.Builder(type)
              .withVersion(version)
              .withMemoryAsKB(memoryKib)
              .withIterations(passes)
              .withParallelism(lanes)
              .withSalt(salt)
              .withBlockPool(blocks)
              .build());
      byte[] tag = new byte[length];
      generator.generateBytes(password.getBytes(UTF_8), tag);
      return tag;
    }
  }
}
