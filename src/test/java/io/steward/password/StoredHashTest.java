package io.steward.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of a stored hash is parsed or refused. No hash is computed for this. */
class StoredHashTest {
  static final List<DjangoHashes.Sample> SAMPLES = DjangoHashes.ALL;
  private static final String KEY_64 = "A".repeat(86) + "==";

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void every_hash_of_django_is_read_and_does_not_count_as_our_own(DjangoHashes.Sample sample) {
    assertThat(StoredHash.read(sample.encoded()))
        .hasValueSatisfying(h -> assertThat(h.isOwn()).isFalse());
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void a_hash_that_is_cut_off_anywhere_is_refused(DjangoHashes.Sample sample) {
    for (int length = 0; length < sample.encoded().length(); length++) {
      assertThat(StoredHash.read(sample.encoded().substring(0, length))).isEmpty();
    }
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void a_hash_with_extra_characters_before_or_after_it_is_refused(DjangoHashes.Sample sample) {
    for (String extra : List.of(" ", "\n", "$", "=", "\0", "0", "ž")) {
      assertThat(StoredHash.read(extra + sample.encoded())).isEmpty();
      // Argon2 allows hashes of any length; the other formats have a fixed length.
      assertThat(StoredHash.read(sample.encoded() + extra).filter(h -> !(h instanceof Argon2)))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void a_damaged_hash_never_makes_reading_throw(DjangoHashes.Sample sample) {
    Random random = new Random(sample.encoded().hashCode());
    for (int i = 0; i < 500; i++) {
      StringBuilder damaged = new StringBuilder(sample.encoded());
      for (int hits = random.nextInt(3); hits >= 0; hits--) {
        damaged.setCharAt(
            random.nextInt(damaged.length()), "$=,-+/.!9 \0žé\uD83E".charAt(random.nextInt(14)));
      }
      assertThat(StoredHash.read(damaged.toString())).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pbkdf2_sha256$20000000$a$JcTpzNlD5x2Q1csIh5V9YyED5oeQoU1X7uUDdP8U4fw=",
        "pbkdf2_sha256$2000001$a$JcTpzNlD5x2Q1csIh5V9YyED5oeQoU1X7uUDdP8U4fw=",
        "pbkdf2_sha256$99999999999$a$JcTpzNlD5x2Q1csIh5V9YyED5oeQoU1X7uUDdP8U4fw=",
        "pbkdf2_sha1$2000001$a$VV2FZNl0lWyCpO5oE9mjhV8bXKM=",
        "argon2$argon2id$v=19$m=1048576,t=8,p=1$c29tZXNhbHQ$dMghhAFlb1ERrqtDwjAZGQ",
        "argon2$argon2id$v=19$m=131073,t=1,p=1$c29tZXNhbHQ$dMghhAFlb1ERrqtDwjAZGQ",
        "argon2$argon2id$v=19$m=131072,t=5,p=1$c29tZXNhbHQ$dMghhAFlb1ERrqtDwjAZGQ",
        "argon2$argon2id$v=19$m=512,t=1025,p=1$c29tZXNhbHQ$dMghhAFlb1ERrqtDwjAZGQ",
        "argon2$argon2id$v=19$m=8,t=99999,p=1$c29tZXNhbHQ$dMghhAFlb1ERrqtDwjAZGQ",
        "argon2$argon2id$v=19$m=8,t=1,p=2$c29tZXNhbHQ$dMghhAFlb1ERrqtDwjAZGQ",
        "argon2$argon2id$v=19$m=102400,t=1,p=17$c29tZXNhbHQ$dMghhAFlb1ERrqtDwjAZGQ",
        "bcrypt$$2b$15$DVBytTB3pWgQIZKDjpCaHeLdn.QMADf5y1wZw07VybqsZ0wfWlyfy",
        "bcrypt$$2b$31$DVBytTB3pWgQIZKDjpCaHeLdn.QMADf5y1wZw07VybqsZ0wfWlyfy",
        "bcrypt_sha256$$2b$15$ixIUp6lLD/WkSawDXHN0Veyh.FL4RixcIWif73DLpfCQ5sJyhSAwq",
      })
  void an_excessive_cost_is_refused(String encoded) {
    assertThat(StoredHash.read(encoded)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "262144$s$8$1$",
        "131072$s$16$1$",
        "131072$s$8$6$",
        "16384$s$8$41$",
        "1024$s$99$99$",
        "2097152$s$1$1$",
        "65536$s$1$1$"
      })
  void an_excessive_scrypt_cost_is_refused(String costs) {
    assertThat(StoredHash.read("scrypt$" + costs + KEY_64)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"131072$s$8$1$", "131072$s$8$5$", "65536$s$8$2$", "16384$s$8$5$"})
  void scrypt_with_the_costs_that_owasp_recommends_is_read(String costs) {
    assertThat(StoredHash.read("scrypt$" + costs + KEY_64)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pbkdf2_sha256$1500000$a$JcTpzNlD5x2Q1csIh5V9YyED5oeQoU1X7uUDdP8U4fw=",
        "argon2$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$dMghhAFlb1ERrqtDwjAZGQ",
        "bcrypt$$2a$14$DVBytTB3pWgQIZKDjpCaHeLdn.QMADf5y1wZw07VybqsZ0wfWlyfy",
        "bcrypt$$2y$10$DVBytTB3pWgQIZKDjpCaHeLdn.QMADf5y1wZw07VybqsZ0wfWlyfy",
      })
  void the_most_expensive_defaults_of_django_are_read(String encoded) {
    assertThat(StoredHash.read(encoded)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "$",
        "$$$$$$",
        "plain text",
        "argon2",
        "argon2$",
        "pbkdf2_sha256$x$a$b",
        "pbkdf2_sha256$+1000$a$JcTpzNlD5x2Q1csIh5V9YyED5oeQoU1X7uUDdP8U4fw=",
        "pbkdf2_sha256$-1000$a$JcTpzNlD5x2Q1csIh5V9YyED5oeQoU1X7uUDdP8U4fw=",
        "pbkdf2_sha256$01000$a$JcTpzNlD5x2Q1csIh5V9YyED5oeQoU1X7uUDdP8U4fw=",
        "pbkdf2_sha256$0$a$JcTpzNlD5x2Q1csIh5V9YyED5oeQoU1X7uUDdP8U4fw=",
        "pbkdf2_sha256$١٠٠٠$a$JcTpzNlD5x2Q1csIh5V9YyED5oeQoU1X7uUDdP8U4fw=",
        "pbkdf2_sha256$1000$$JcTpzNlD5x2Q1csIh5V9YyED5oeQoU1X7uUDdP8U4fw=",
        "pbkdf2_sha512$1000$a$JcTpzNlD5x2Q1csIh5V9YyED5oeQoU1X7uUDdP8U4fw=",
        "PBKDF2_SHA256$1000$a$JcTpzNlD5x2Q1csIh5V9YyED5oeQoU1X7uUDdP8U4fw=",
        "argon2$argon2x$v=19$m=512,t=2,p=2$c29tZXNhbHQ$dMghhAFlb1ERrqtDwjAZGQ",
        "argon2$argon2id$v=18$m=512,t=2,p=2$c29tZXNhbHQ$dMghhAFlb1ERrqtDwjAZGQ",
        "argon2$argon2id$v=19$m=512,t=0,p=2$c29tZXNhbHQ$dMghhAFlb1ERrqtDwjAZGQ",
        "argon2$argon2id$v=19$t=2,m=512,p=2$c29tZXNhbHQ$dMghhAFlb1ERrqtDwjAZGQ",
        "argon2$argon2id$v=19$m=512,t=2,p=2,keyid=AA$c29tZXNhbHQ$dMghhAFlb1ERrqtDwjAZGQ",
        "argon2$argon2id$v=19$m=512,t=2,p=2$c29t$dMghhAFlb1ERrqtDwjAZGQ",
        "argon2$argon2id$v=19$m=512,t=2,p=2$c29tZXNhbHQ=$dMghhAFlb1ERrqtDwjAZGQ",
        "argon2$argon2id$v=19$m=512,t=2,p=2$c29tZXNhbHQ$dMgh",
        "bcrypt$2b$12$DVBytTB3pWgQIZKDjpCaHeLdn.QMADf5y1wZw07VybqsZ0wfWlyfy",
        "bcrypt$$2b$03$DVBytTB3pWgQIZKDjpCaHeLdn.QMADf5y1wZw07VybqsZ0wfWlyfy",
        "bcrypt$$2x$12$DVBytTB3pWgQIZKDjpCaHeLdn.QMADf5y1wZw07VybqsZ0wfWlyfy",
        "md5$$9CC2AE8A1BA7A93DA39B46FC1019C481",
        "sha1$$9cc2ae8a1ba7a93da39b46fc1019c481",
        "crypt$VbX$VbzjNmdsm.kRU",
      })
  void text_that_no_django_hasher_writes_is_refused(String encoded) {
    assertThat(StoredHash.read(encoded)).isEmpty();
  }

  @Test
  void an_scrypt_n_that_is_not_a_power_of_two_is_refused() {
    assertThat(StoredHash.read("scrypt$1$s$8$1$" + KEY_64)).isEmpty();
    assertThat(StoredHash.read("scrypt$1000$s$8$1$" + KEY_64)).isEmpty();
  }

  @Test
  void text_over_the_length_limit_is_refused() {
    String key = "$JcTpzNlD5x2Q1csIh5V9YyED5oeQoU1X7uUDdP8U4fw=";
    String longest = "pbkdf2_sha256$1000$" + "s".repeat(256 - 19 - key.length()) + key;
    assertThat(StoredHash.read(longest)).isPresent();
    assertThat(StoredHash.read(longest.replace("$1000$", "$1000$s"))).isEmpty();
  }
}
