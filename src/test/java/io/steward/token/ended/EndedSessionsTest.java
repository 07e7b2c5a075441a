package io.steward.token.ended;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.token.issue.RefreshTokens;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EndedSessionsTest {
  private static final int MILLION = 1_000_000;
  private static final long EXP = 1_800_000_000L;

  private final EndedSessions ended = new EndedSessions();

  private List<EndedSession> all() {
    List<EndedSession> all = new ArrayList<>();
    ended.forEach(all::add);
    return all;
  }

  @Test
  void ids_of_any_spelling_are_found_again_and_no_others() {
    List<String> ids =
        List.of(
            "AAAAAAAAAAAAAAAAAAAAAA",
            "AAAAAAAAAAAAAAAAAAAAAB",
            "AAAAAAAAAAAAAAAAAAAAAQ",
            "______________________",
            "0123456789abcdef012345",
            "short",
            "äAAAAAAAAAAAAAAAAAAAAA",
            "=AAAAAAAAAAAAAAAAAAAAA");
    ids.forEach(id -> ended.add(new EndedSession(id, EXP, id.startsWith("A"))));
    ids.forEach(
        id -> assertThat(ended.find(id)).isEqualTo(new EndedSession(id, EXP, id.startsWith("A"))));
    assertThat(ended.find("AAAAAAAAAAAAAAAAAAAAAC")).isNull();
    assertThat(ended.find("BAAAAAAAAAAAAAAAAAAAAA")).isNull();
    assertThat(ended.find("")).isNull();
    assertThat(ended.size()).isEqualTo(ids.size());
    assertThat(all()).extracting(EndedSession::id).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void a_later_entry_replaces_the_earlier_one() {
    String id = RefreshTokens.newSessionId();
    ended.add(new EndedSession(id, EXP, false));
    ended.add(new EndedSession(id, EXP + 1, true));
    assertThat(all()).containsExactly(new EndedSession(id, EXP + 1, true));
    assertThat(ended.forget(EXP)).isFalse();
    assertThat(ended.forget(EXP + 1)).isTrue();
    assertThat(ended.size()).isZero();
  }

  @Test
  void additions_and_removals_agree_with_a_map() {
    Random random = new Random(7);
    Map<String, EndedSession> expected = new HashMap<>();
    for (int now = 0; now < 200; now++) {
      for (int i = 0; i < 300; i++) {
        EndedSession added =
            new EndedSession(
                text(random.nextInt(20_000)), now + random.nextInt(40), random.nextBoolean());
        ended.add(added);
        expected.put(added.id(), added);
      }
      int until = now;
      assertThat(ended.forget(now))
          .isEqualTo(expected.values().removeIf(r -> r.expiresAt() <= until));
      assertThat(ended.size()).isEqualTo(expected.size());
    }
    assertThat(all()).containsExactlyInAnyOrderElementsOf(expected.values());
  }

  /** Ids that differ in few characters, as another program may choose them. */
  private static String text(int number) {
    return String.format(Locale.ROOT, "%022d", number);
  }

  @Test
  void a_million_sessions_take_less_than_50_megabytes() {
    for (int i = 0; i < MILLION; i++) {
      ended.add(new EndedSession(RefreshTokens.newSessionId(), EXP, false));
    }
    assertThat(ended.size()).isEqualTo(MILLION);
    assertThat(ended.bytes()).isLessThan(50_000_000);
    IntStream.range(0, 1_000)
        .forEach(i -> assertThat(ended.find(RefreshTokens.newSessionId())).isNull());
  }

  @Test
  void sessions_are_found_while_others_are_added_and_removed() throws InterruptedException {
    List<String> known =
        IntStream.range(0, 2_000).mapToObj(i -> RefreshTokens.newSessionId()).toList();
    known.forEach(id -> ended.add(new EndedSession(id, EXP, false)));
    Thread writer =
        new Thread(
            () -> {
              for (int round = 1; round < 50; round++) {
                for (int i = 0; i < 2_000; i++) {
                  ended.add(new EndedSession(RefreshTokens.newSessionId(), round, false));
                }
                ended.forget(round);
              }
            });
    writer.start();
    while (writer.isAlive()) {
      known.forEach(id -> assertThat(ended.find(id)).isNotNull());
    }
    writer.join();
    assertThat(ended.size()).isEqualTo(known.size());
  }
}
