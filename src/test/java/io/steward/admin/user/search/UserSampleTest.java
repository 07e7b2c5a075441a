package io.steward.admin.user.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class UserSampleTest {
  private static UserSample of(int ada, int king) {
    List<String> texts =
        IntStream.range(0, 100)
            .mapToObj(
                i ->
                    "user" + i + (i < ada ? " ada" : " bob") + (i >= 100 - king ? " king" : " lee"))
            .toList();
    return new UserSample(true, texts, System.nanoTime());
  }

  @Test
  void words_are_frequent_if_six_users_have_all_of_them() {
    assertThat(of(5, 0).areFrequent(List.of("ada"))).isFalse();
    assertThat(of(6, 0).areFrequent(List.of("ADA"))).isTrue();
    assertThat(of(53, 52).areFrequent(List.of("ada", "king"))).isFalse();
    assertThat(of(53, 53).areFrequent(List.of("ada", "king"))).isTrue();
  }

  @Test
  void a_sample_is_used_for_seconds_only() {
    long now = System.nanoTime();
    assertThat(new UserSample(true, List.of(), now).isFresh()).isTrue();
    long before = now - Duration.ofSeconds(11).toNanos();
    assertThat(new UserSample(true, List.of(), before).isFresh()).isFalse();
  }
}
