package io.steward.token.key;

import io.steward.settings.JwtAlgorithm;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
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
 * A JWK Set (RFC 7517, 5) of {@code oct} keys (RFC 7518, 6.4), each with a {@code kid}, perhaps an
 * {@code alg}, and in {@code nbf} the time from which it signs.
 */
public final class KeyFile {
  private static final String NOT_BEFORE = "nbf";
  private static final Pattern ID = Pattern.compile("[0-9A-Za-z._-]{1,64}");
  private static final long LONGEST = 256 * 1024;

  private final Path path;
  private final JwtAlgorithm algorithm;

  public KeyFile(Path path, JwtAlgorithm algorithm) {
    this.path = path;
    this.algorithm = algorithm;
  }

  /**
   * The keys in the order of the file.
   *
   * @throws KeyFileException when it is missing or broken, or no key in it can sign now
   */
  public List<StoredKey> read(Instant now) throws KeyFileException {
    List<StoredKey> keys = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (JsonWebKey key : parse(text())) {
      StoredKey stored = stored(key);
      demand(ids.add(stored.id()), "has two keys with the kid " + stored.id());
      keys.add(stored);
    }
    demand(
        keys.stream().anyMatch(key -> !key.notBefore().isAfter(now)),
        "has no key that is in force by now (nbf)");
    return keys;
  }

  private String text() throws KeyFileException {
    try {
      demand(Files.size(path) <= LONGEST, "is too large");
      return Files.readString(path);
    } catch (IOException e) {
      throw new KeyFileException("cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static List<JsonWebKey> parse(String text) throws KeyFileException {
    try {
      List<JsonWebKey> keys = new ArrayList<>();
      // Not by its JsonWebKeySet, which passes over a broken key, and logs the text.
      Object set = Objects.requireNonNull(JsonUtil.parseJson(text).get("keys"));
      for (Object key : (List<?>) set) {
        keys.add(JsonWebKey.Factory.newJwk(params(key)));
      }
      return keys;
    } catch (JoseException | RuntimeException e) {
      // The message may quote the text, and so a key.
      throw new KeyFileException("is not a JWK Set, or has a key that cannot be read");
    }
  }

  private static Map<String, Object> params(Object key) {
    Map<String, Object> params = new LinkedHashMap<>();
    ((Map<?, ?>) key).forEach((name, value) -> params.put(String.valueOf(name), value));
    return params;
  }

  private StoredKey stored(JsonWebKey key) throws KeyFileException {
    demand(key instanceof OctetSequenceJsonWebKey, "has a key whose kty is not oct");
    String id = Objects.requireNonNullElse(key.getKeyId(), "");
    demand(ID.matcher(id).matches(), "has a key without a kid of letters, digits, '.', '_', '-'");
    demand(
        key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm.name()),
        "has the key " + id + " for another algorithm than " + algorithm);
    byte[] secret = ((OctetSequenceJsonWebKey) key).getOctetSequence();
    demand(
        secret.length >= algorithm.minimumKeyBytes(),
        "has the key %s, shorter than the %d bytes that %s needs"
            .formatted(id, algorithm.minimumKeyBytes(), algorithm));
    return new StoredKey(id, notBefore(key, id), new SecretKeySpec(secret, "HMAC"));
  }

  private static Instant notBefore(JsonWebKey key, String id) throws KeyFileException {
    Object seconds = key.getOtherParameterValue(NOT_BEFORE, Object.class);
    demand(
        seconds == null || (seconds instanceof Long s && s >= 0 && s < 1L << 40),
        "has the key " + id + ", whose nbf is not a number of seconds");
    return Instant.ofEpochSecond(seconds instanceof Long s ? s : 0);
  }

  private static void demand(boolean condition, String complaint) throws KeyFileException {
    if (!condition) {
      throw new KeyFileException(complaint);
    }
  }

  /**
   * Makes the file.
   *
   * @throws FileAlreadyExistsException when there is one
   */
  public void create(List<StoredKey> keys) throws IOException {
    if (Files.exists(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    write(keys);
  }

  /** Puts that in place of what the file held, whole and for its owner's eyes only. */
  public void write(List<StoredKey> keys) throws IOException {
    JsonWebKeySet set = new JsonWebKeySet();
    keys.forEach(key -> set.addJsonWebKey(jwk(key)));
    Path folder = path.toAbsolutePath().getParent();
    // Java makes temporary files for their owner only.
    Path fresh = Files.createTempFile(folder, path.getFileName().toString(), ".new");
    try {
      Files.writeString(
          fresh, set.toJson(OutputControlLevel.INCLUDE_SYMMETRIC) + "\n", StandardOpenOption.SYNC);
      keepOwner(fresh);
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** Who rotates keys as root must not shut out the server that reads them. */
  private void keepOwner(Path fresh) throws IOException {
    if (Files.exists(path)
        && FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      PosixFileAttributes before = Files.readAttributes(path, PosixFileAttributes.class);
      PosixFileAttributeView view = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
      view.setGroup(before.group());
      view.setOwner(before.owner());
    }
  }

  private JsonWebKey jwk(StoredKey key) {
    JsonWebKey jwk = new OctetSequenceJsonWebKey(key.secret());
    jwk.setKeyId(key.id());
    jwk.setAlgorithm(algorithm.name());
    jwk.setOtherParameter(NOT_BEFORE, key.notBefore().getEpochSecond());
    return jwk;
  }

  /** Whether others than its owner may read it, where the file system knows of such a thing. */
  boolean isOpenToOthers() throws IOException {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        && Files.getPosixFilePermissions(path).stream()
            .anyMatch(permission -> !permission.name().startsWith("OWNER_"));
  }

  /** What changes when the file does. */
  String version() {
    try {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      return file.lastModifiedTime() + " " + file.size() + " " + file.fileKey();
    } catch (IOException e) {
      return "missing";
    }
  }
}
