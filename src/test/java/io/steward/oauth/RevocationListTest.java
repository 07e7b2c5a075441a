package io.steward.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.token.Revocations;
import io.steward.token.Revocations.Revocation;
import io.steward.token.issue.RefreshTokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RevocationListTest {
  private static final int MANY = 100_000;

  private static Revocations of(List<Revocation> all) {
    Revocations revocations = new Revocations(Duration.ofSeconds(60));
    revocations.add(all);
    return revocations;
  }

  @Test
  void the_same_revocations_are_the_same_text_in_any_order() {
    Revocation one = new Revocation("b", 2, true);
    Revocation other = new Revocation("a", 1, false);
    RevocationList list = RevocationList.of(of(List.of(one, other)));
    RevocationList same = RevocationList.of(of(List.of(other, one)));
    assertThat(new String(list.json(), StandardCharsets.US_ASCII))
        .isEqualTo(
            "{\"revocations\":[{\"sid\":\"a\",\"exp\":1,\"kind\":\"revoked\"},"
                + "{\"sid\":\"b\",\"exp\":2,\"kind\":\"user_deleted\"}]}");
    assertThat(same.json()).isEqualTo(list.json());
    assertThat(same.tag()).isEqualTo(list.tag());
    assertThat(RevocationList.of(of(List.of(one))).tag()).isNotEqualTo(list.tag());
  }

  @Test
  void the_list_of_many_revocations_has_the_documented_size() {
    List<Revocation> many =
        IntStream.range(0, MANY)
            .mapToObj(i -> new Revocation(RefreshTokens.newSessionId(), 1_800_000_000L, false))
            .toList();
    assertThat(RevocationList.of(of(many)).json().length).isBetween(6_500_000, 7_000_000);
  }
}
