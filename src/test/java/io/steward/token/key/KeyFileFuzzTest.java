package io.steward.token.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.file.FileFault;
import io.steward.settings.jwt.JwtAlgorithm;
import io.steward.testing.Folders;
import io.steward.token.key.rotation.KeyRotation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Any content is either read as keys, or refused with a message that shows no key. */
final class KeyFileFuzzTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final String K = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr8";

  private static final Path PATH = Folders.fresh("fuzz").resolve("keys.json");

  private final KeyFile file = new KeyFile(PATH, JwtAlgorithm.HS256);

  @Provide
  Arbitrary<String> name() {
    return Arbitraries.of("kty", "kid", "k", "alg", "nbf", "use", "key_ops", "x", "\\u006b");
  }

  /** A JWK Set whose members are valid, nearly valid, or in the wrong place. */
  @Provide
  Arbitrary<String> nearlyAKeySet() {
    Arbitrary<String> value =
        Arbitraries.of(
            "\"a\"",
            "\"a\\u0000\"",
            "\"\"",
            "\"RSA\"",
            "\"EC\"",
            "\"HS512\"",
            "\"AAAA\"",
            "\"!é\"",
            "null",
            "true",
            "-1",
            "1e9",
            "1800000000",
            "1800000001",
            "9223372036854775807",
            "99999999999999999999",
            "[]",
            "{}",
            "[\"sign\"]",
            "{\"k\":[{}]}",
            "\"",
            "}");
    Arbitrary<String> key = Arbitraries.maps(name(), value).ofMaxSize(2).map(KeyFileFuzzTest::key);
    return Arbitraries.oneOf(key, value)
        .list()
        .ofMaxSize(2)
        .map(keys -> "{\"keys\":[" + String.join(",", keys) + "]}");
  }

  /** A valid key with these members added or replaced. */
  private static String key(Map<String, String> others) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("kty", "\"oct\"");
    members.put("kid", "\"id\"");
    members.put("k", "\"" + K + "\"");
    members.putAll(others);
    return members.entrySet().stream()
        .map(member -> "\"" + member.getKey() + "\":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private void assertReadOrRefused(byte[] content) throws IOException {
    // Deletes the file first: overwriting it would wait for the disk each time.
    Files.deleteIfExists(PATH);
    Files.write(PATH, content);
    List<StoredKey> keys;
    try {
      keys = file.read(NOW);
    } catch (FileFault e) {
      assertThat(e).hasNoCause().hasMessageMatching("[ -~]{1,160}");
      assertThat(e.getMessage()).doesNotContain(K);
      return;
    }
    assertThat(keys).extracting(StoredKey::id).doesNotHaveDuplicates();
    assertThat(keys).allMatch(key -> key.id().matches("[0-9A-Za-z._-]+"));
    assertThat(keys).noneMatch(key -> key.notBefore().isBefore(Instant.EPOCH));
    assertThat(keys).allMatch(key -> key.secret().getEncoded().length >= 32);
    assertThat(KeyRotation.signing(keys, NOW)).isPresent();
  }

  @Property
  void any_bytes_are_read_as_keys_or_refused(@ForAll byte[] content) throws Exception {
    assertReadOrRefused(content);
  }

  @Property
  void text_that_looks_like_keys_is_read_as_keys_or_refused(@ForAll("nearlyAKeySet") String text)
      throws Exception {
    assertReadOrRefused(text.getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 20)
  void deeply_nested_keys_are_read_or_refused(
      @ForAll @IntRange(min = 1, max = 40_000) int depth, @ForAll("name") String name)
      throws Exception {
    String arrays = "[".repeat(depth) + "]".repeat(depth);
    String objects = "{\"k\":".repeat(depth) + "1" + "}".repeat(depth);
    for (String deep : List.of("[".repeat(depth), arrays, objects)) {
      assertReadOrRefused(deep.getBytes(StandardCharsets.UTF_8));
      String key = key(Map.of(name, deep));
      assertReadOrRefused(("{\"keys\":[" + key + "]}").getBytes(StandardCharsets.UTF_8));
    }
  }
}
