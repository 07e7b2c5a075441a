package io.steward.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.Block;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
  static final List<DjangoHashes.Sample> SAMPLES = DjangoHashes.ALL;

  private final Passwords passwords = new Passwords(2, Duration.ofSeconds(30));

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void a_hash_of_django_verifies(DjangoHashes.Sample sample) {
    assertThat(verify(sample.password(), sample.encoded())).isTrue();
    assertThat(passwords.needsRehash(new PasswordHash(sample.encoded()))).isTrue();
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void a_hash_of_django_refuses_another_password(DjangoHashes.Sample sample) {
    assertThat(verify("x" + sample.password(), sample.encoded())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "correct horse battery staple", "Žofia 🦊 pass", "a\0b", "\uD83E"})
  void our_own_hash_verifies_only_its_password(String password) {
    String encoded = passwords.hash(new Password(password)).encoded();
    assertThat(verify(password, encoded)).isTrue();
    assertThat(verify(password + " ", encoded)).isFalse();
    assertThat(verify(encoded, encoded)).isFalse();
    assertThat(passwords.needsRehash(new PasswordHash(encoded))).isFalse();
  }

  @Test
  void our_own_hash_has_djangos_format_and_fits_its_column() {
    assertThat(passwords.hash(new Password("x")).encoded())
        .matches(
            "argon2\\$argon2id\\$v=19\\$m=7168,t=5,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}")
        .hasSizeLessThanOrEqualTo(128);
  }

  @Test
  void the_reference_implementation_computes_the_same_hash() {
    String reference =
        "argon2$argon2id$v=19$m=7168,t=5,p=1$c29tZXNhbHRzb21lc2FsdA$4IBHBCGZwZG/751s+60VA1hVA7CPbz6GXoB7rCaEEqw";
    assertThat(verify(DjangoHashes.HORSE, reference)).isTrue();
    assertThat(passwords.needsRehash(new PasswordHash(reference))).isFalse();
  }

  @Test
  void equal_passwords_have_different_hashes() {
    assertThat(passwords.hash(new Password("x"))).isNotEqualTo(passwords.hash(new Password("x")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "argon2$argon2id$v=19$m=7168,t=4,p=1$c29tZXNhbHRzb21lc2FsdA$4IBHBCGZwZG/751s+60VA1hVA7CPbz6GXoB7rCaEEqw",
        "argon2$argon2id$v=19$m=7169,t=5,p=1$c29tZXNhbHRzb21lc2FsdA$4IBHBCGZwZG/751s+60VA1hVA7CPbz6GXoB7rCaEEqw",
        "argon2$argon2id$v=19$m=7168,t=5,p=2$c29tZXNhbHRzb21lc2FsdA$4IBHBCGZwZG/751s+60VA1hVA7CPbz6GXoB7rCaEEqw",
        "argon2$argon2i$v=19$m=7168,t=5,p=1$c29tZXNhbHRzb21lc2FsdA$4IBHBCGZwZG/751s+60VA1hVA7CPbz6GXoB7rCaEEqw",
        "argon2$argon2id$v=16$m=7168,t=5,p=1$c29tZXNhbHRzb21lc2FsdA$4IBHBCGZwZG/751s+60VA1hVA7CPbz6GXoB7rCaEEqw",
        "argon2$argon2id$v=19$m=7168,t=5,p=1$c29tZXNhbHQ$4IBHBCGZwZG/751s+60VA1hVA7CPbz6GXoB7rCaEEqw",
        "argon2$argon2id$v=19$m=7168,t=5,p=1$c29tZXNhbHRzb21lc2FsdA$dMghhAFlb1ERrqtDwjAZGQ",
        "!unusable",
        "unknown$text",
        "",
      })
  void every_hash_of_another_format_or_cost_needs_a_rehash(String encoded) {
    assertThat(passwords.needsRehash(new PasswordHash(encoded))).isTrue();
  }

  @Test
  void an_unusable_password_matches_nothing() {
    assertThat(Passwords.unusable()).isNotEqualTo(Passwords.unusable());
    assertThat(Passwords.unusable().encoded()).startsWith("!");
    assertThat(passwords.hash(new Password("x")).encoded()).doesNotStartWith("!");
    String unusable = Passwords.unusable().encoded();
    assertThat(unusable).matches("![A-Za-z0-9]{40}");
    assertThat(verify(unusable, unusable)).isFalse();
    assertThat(verify("", unusable)).isFalse();
  }

  @Test
  void to_string_hides_passwords_and_hashes() {
    Password password = new Password("correct horse");
    PasswordHash hash = passwords.hash(password);
    assertThat("" + password + hash).doesNotContain(password.text(), hash.encoded());
  }

  @Test
  void bcrypt_uses_only_the_first_72_bytes_of_a_password() {
    String encoded = "bcrypt$$2b$04$vO/D7ufeviPt3diem6JcMe3tcpZC/MvIZO1gVZF7Ws0KMyPeF0YgC";
    assertThat(verify("a".repeat(72), encoded)).isTrue();
    assertThat(verify("a".repeat(73), encoded)).isTrue();
    assertThat(verify("a".repeat(71), encoded)).isFalse();
  }

  @Test
  void a_nul_character_makes_a_different_password() {
    String bcrypt = "bcrypt$$2b$04$lxaic75cV7hcqHeOS6LWo.LMHXXWjnptdssnEROAoDGorxwwWDOC2";
    assertThat(verify("\0", bcrypt)).isFalse();
    assertThat(verify("\0", "crypt$$abmF1QH4PEr.E")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!aQX8DNOKa5AqUsR0A2lNwz0yAGxXBQZFQdnYJuB0",
        "plain text",
        "",
        "pbkdf2_sha256$20000000$a$b",
        "argon2$argon2id$v=19$m=1048576,t=8,p=1$c29tZXNhbHQ$dMghhAFlb1ERrqtDwjAZGQ",
        "9cc2ae8a1ba7a93da39b46fc1019c481",
        "crypt$$VbzjNmdsm.kRU",
        "argon2$argon2id$v=19$m=7168,t=5,p=1$c29tZXNhbHRzb21lc2FsdA$4IBHBCGZwZG/751s+60VA1hVA7CPbz6GXoB7rCaEEqw",
      })
  void checking_a_wrong_password_takes_at_least_one_argon2_hash(String encoded) {
    CountingPool pool = new CountingPool();
    Passwords counted = new Passwords(new Permits(1, Duration.ofSeconds(30), () -> pool));
    assertThat(counted.verify(new Password("wrong"), Optional.of(new PasswordHash(encoded))))
        .isFalse();
    assertThat(pool.blocks).hasValue(CountingPool.ofOneHash());
  }

  @Test
  void a_log_in_of_an_unknown_user_computes_one_argon2_hash() {
    CountingPool pool = new CountingPool();
    Passwords counted = new Passwords(new Permits(1, Duration.ofSeconds(30), () -> pool));
    assertThat(counted.verify(new Password("wrong"), Optional.empty())).isFalse();
    assertThat(pool.blocks).hasValue(CountingPool.ofOneHash());
  }

  private boolean verify(String password, String encoded) {
    return passwords.verify(new Password(password), Optional.of(new PasswordHash(encoded)));
  }

  /** Measures the memory used by hashing, and so the number of hashes. */
  private static final class CountingPool implements BlockPool {
    final AtomicInteger blocks = new AtomicInteger();
    private final BlockPool pool = Argon2.pool();

    static int ofOneHash() {
      CountingPool pool = new CountingPool();
      new Passwords(new Permits(1, Duration.ofSeconds(30), () -> pool)).hash(new Password("x"));
      return pool.blocks.get();
    }

    @Override
    public Block allocate() {
      blocks.incrementAndGet();
      return pool.allocate();
    }

    @Override
    public void deallocate(Block block) {
      pool.deallocate(block);
    }
  }
}
