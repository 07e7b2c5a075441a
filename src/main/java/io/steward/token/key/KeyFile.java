package io.steward.token.key;

import io.steward.file.FileFault;
import io.steward.file.TextFile;
import io.steward.settings.jwt.JwtAlgorithm;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OctetSequenceJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * A JWK Set (RFC 7517, 5) of {@code oct} keys (RFC 7518, 6.4). Each key has a {@code kid},
 * optionally an {@code alg}, and in {@code nbf} the time from which the key signs.
 */
public final class KeyFile {
  private static final String NOT_BEFORE = "nbf";
  private static final Pattern ID = Pattern.compile("[0-9A-Za-z._-]{1,64}");

  private final TextFile file;
  private final JwtAlgorithm algorithm;

  public KeyFile(Path path, JwtAlgorithm algorithm) {
    this.file = new TextFile(path, "STEWARD_JWT_KEYS_FILE");
    this.algorithm = algorithm;
  }

  TextFile file() {
    return file;
  }

  /** A message about a fault of this file. */
  public String message(FileFault fault) {
    return file.message(fault);
  }

  /**
   * The keys in the order of the file.
   *
   * @throws FileFault if the file is missing or broken, or if no key in it can sign now
   */
  public List<StoredKey> read(Instant now) throws FileFault {
    FileFault.demand(file.exists(), "does not exist: create it with 'keys generate'");
    List<StoredKey> keys = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (JsonWebKey key : parse(file.text())) {
      StoredKey stored = stored(key);
      FileFault.demand(ids.add(stored.id()), "has two keys with the kid " + stored.id());
      keys.add(stored);
    }
    FileFault.demand(
        keys.stream().anyMatch(key -> !key.notBefore().isAfter(now)),
        "has no key that is in force yet (nbf)");
    return keys;
  }

  private static List<JsonWebKey> parse(String text) throws FileFault {
    try {
      List<JsonWebKey> keys = new ArrayList<>();
      // jose4j's JsonWebKeySet would skip a broken key and log its text.
      Object set = Objects.requireNonNull(JsonUtil.parseJson(text).get("keys"));
      for (Object key : (List<?>) set) {
        keys.add(JsonWebKey.Factory.newJwk(params(key)));
      }
      return keys;
    } catch (JoseException | RuntimeException e) {
      // The cause is left out, because it may quote the text, which contains keys.
      throw new FileFault("is not a JWK Set, or has a key that cannot be read");
    }
  }

  private static Map<String, Object> params(Object key) {
    Map<String, Object> params = new LinkedHashMap<>();
    ((Map<?, ?>) key).forEach((name, value) -> params.put(String.valueOf(name), value));
    return params;
  }

  private StoredKey stored(JsonWebKey key) throws FileFault {
    FileFault.demand(key instanceof OctetSequenceJsonWebKey, "has a key whose kty is not oct");
    String id = Objects.requireNonNullElse(key.getKeyId(), "");
    FileFault.demand(
        ID.matcher(id).matches(), "has a key without a kid of letters, digits, '.', '_', '-'");
    FileFault.demand(
        key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm.name()),
        "has the key " + id + " for an algorithm other than " + algorithm);
    byte[] secret = ((OctetSequenceJsonWebKey) key).getOctetSequence();
    FileFault.demand(
        secret.length >= algorithm.minimumKeyBytes(),
        String.format(
            Locale.ROOT,
            "has the key %s, shorter than the %d bytes that %s needs",
            id,
            algorithm.minimumKeyBytes(),
            algorithm));
    return new StoredKey(id, notBefore(key, id), new SecretKeySpec(secret, "HMAC"));
  }

  private static Instant notBefore(JsonWebKey key, String id) throws FileFault {
    Object seconds = key.getOtherParameterValue(NOT_BEFORE, Object.class);
    FileFault.demand(
        seconds == null || (seconds instanceof Long s && s >= 0 && s < 1L << 40),
        "has the key " + id + ", whose nbf is not a number of seconds");
    return Instant.ofEpochSecond(seconds instanceof Long s ? s : 0);
  }

  /**
   * Creates the file.
   *
   * @throws FileAlreadyExistsException if the file exists
   */
  public void create(List<StoredKey> keys) throws FileAlreadyExistsException, FileFault {
    file.create(text(keys, algorithm));
  }

  /** Replaces the keys in the file. */
  public void write(List<StoredKey> keys) throws FileFault {
    file.write(text(keys, algorithm));
  }

  /** The keys as a JWK Set. */
  public static String text(List<StoredKey> keys, JwtAlgorithm algorithm) {
    JsonWebKeySet set = new JsonWebKeySet();
    keys.forEach(key -> set.addJsonWebKey(jwk(key, algorithm)));
    return set.toJson(OutputControlLevel.INCLUDE_SYMMETRIC) + "\n";
  }

  private static JsonWebKey jwk(StoredKey key, JwtAlgorithm algorithm) {
    JsonWebKey jwk = new OctetSequenceJsonWebKey(key.secret());
    jwk.setKeyId(key.id());
    jwk.setAlgorithm(algorithm.name());
    jwk.setOtherParameter(NOT_BEFORE, Math.max(0, key.notBefore().getEpochSecond()));
    return jwk;
  }
}
