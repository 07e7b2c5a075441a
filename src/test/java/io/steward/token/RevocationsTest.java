package io.steward.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.steward.token.Revocations.Revocation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RevocationsTest {
  private final AtomicLong nanoTime = new AtomicLong(-5);
  private final Revocations revocations = new Revocations(Duration.ofSeconds(60), nanoTime::get);

  @Test
  void no_token_is_accepted_before_revocations_were_read_for_the_first_time() {
    assertRefused("s", TokenFault.UNDECIDED);
    revocations.complete(nanoTime.get());
    revocations.judge("s");
  }

  @Test
  void without_a_feed_revocations_never_become_stale() {
    Revocations.none().judge("s");
    assertThat(Revocations.none().isStale()).isFalse();
  }

  @Test
  void no_token_is_accepted_once_revocations_are_stale() {
    revocations.complete(nanoTime.get());
    nanoTime.addAndGet(Duration.ofSeconds(60).toNanos());
    revocations.judge("s");
    assertThat(revocations.isStale()).isFalse();
    nanoTime.incrementAndGet();
    assertRefused("s", TokenFault.UNDECIDED);
    assertThat(revocations.isStale()).isTrue();
    assertThat(revocations.staleness()).isGreaterThan(Duration.ofSeconds(60));
  }

  @Test
  void a_session_that_ended_is_refused_until_its_tokens_have_expired() {
    revocations.complete(nanoTime.get());
    revocations.add(List.of(new Revocation("ended", 1_000, false)));
    assertRefused("ended", TokenFault.REVOKED);
    revocations.judge("other");
    revocations.forget(999);
    assertRefused("ended", TokenFault.REVOKED);
    revocations.forget(1_000);
    revocations.judge("ended");
    assertThat(revocations.size()).isZero();
  }

  @Test
  void tokens_of_a_deleted_user_are_refused_because_the_user_is_gone() {
    revocations.add(List.of(new Revocation("deleted", 1_000, true)));
    assertRefused("deleted", TokenFault.NO_USER);
  }

  @Test
  void the_version_changes_with_the_revocations() {
    long none = revocations.version();
    revocations.add(List.of());
    assertThat(revocations.version()).isEqualTo(none);
    Revocation revoked = new Revocation("a", 1_000, false);
    Revocation deleted = new Revocation("b", 2_000, true);
    revocations.add(List.of(revoked, deleted));
    long two = revocations.version();
    assertThat(two).isNotEqualTo(none);
    assertThat(revocations.all()).containsExactlyInAnyOrder(revoked, deleted);
    revocations.forget(500);
    assertThat(revocations.version()).isEqualTo(two);
    revocations.forget(1_500);
    assertThat(revocations.version()).isNotEqualTo(two);
    assertThat(revocations.all()).containsExactly(deleted);
  }

  private void assertRefused(String sessionId, TokenFault fault) {
    assertThatExceptionOfType(InvalidTokenException.class)
        .isThrownBy(() -> revocations.judge(sessionId))
        .satisfies(e -> assertThat(e.fault()).isEqualTo(fault));
  }
}
