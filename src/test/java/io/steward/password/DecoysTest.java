package io.steward.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Unknown addresses get the costs of the stored hashes, in the same proportions. */
final class DecoysTest {
  private static final PasswordHash OWN = new Passwords().hash(new Password("x"));
  private static final PasswordHash CHEAP = pbkdf2(1_000);
  private static final PasswordHash DEAR = pbkdf2(1_000_000);

  private final Decoys decoys = new Decoys(Double::parseDouble);

  private static PasswordHash pbkdf2(int iterations) {
    return new PasswordHash("pbkdf2_sha256$" + iterations + "$salt$" + "A".repeat(43) + "=");
  }

  private static Decoys.Cost cost(PasswordHash sample, long count) {
    return new Decoys.Cost(sample, count);
  }

  private long share(PasswordHash hash) {
    long share = 0;
    for (int i = 0; i < 1_000; i++) {
      share += decoys.hash(String.valueOf(i / 1000.0)).equals(Optional.of(hash)) ? 1 : 0;
    }
    return share;
  }

  @Test
  void no_decoy_is_used_before_the_stored_hashes_are_counted() {
    assertThat(decoys.hash("0.5")).isEmpty();
    decoys.replace(List.of());
    assertThat(decoys.hash("0.5")).isEmpty();
  }

  @Test
  void unknown_addresses_get_the_costs_of_the_accounts_in_proportion() {
    decoys.replace(List.of(cost(CHEAP, 2), cost(DEAR, 1), cost(OWN, 7)));
    assertThat(share(OWN)).isEqualTo(700);
    assertThat(share(CHEAP)).isEqualTo(200);
    assertThat(share(DEAR)).isEqualTo(100);
  }

  @Test
  void if_all_hashes_are_imported_every_unknown_address_costs_as_much() {
    decoys.replace(List.of(cost(DEAR, 3)));
    assertThat(share(DEAR)).isEqualTo(1_000);
  }

  /** When imported hashes are replaced one by one, no unknown address becomes dear again. */
  @Test
  void unknown_addresses_become_cheap_like_accounts() {
    decoys.replace(List.of(cost(DEAR, 5), cost(OWN, 5)));
    assertThat(decoys.hash("0.7")).contains(DEAR);
    decoys.replace(List.of(cost(DEAR, 2), cost(OWN, 8)));
    assertThat(decoys.hash("0.7")).contains(OWN);
    assertThat(decoys.hash("0.9")).contains(DEAR);
  }
}
