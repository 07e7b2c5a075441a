package io.steward.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.steward.token.ended.EndedSession;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RevocationsTest {
  private static final long ISSUED = 500;

  private final AtomicLong nanoTime = new AtomicLong(-5);
  private final Revocations revocations = new Revocations(Duration.ofSeconds(60), nanoTime::get);

  @Test
  void no_token_is_accepted_before_revocations_were_read_for_the_first_time() {
    assertRefused("s", TokenFault.UNDECIDED);
    revocations.complete(nanoTime.get());
    revocations.judge(token("s"));
  }

  @Test
  void without_a_feed_revocations_never_become_stale() {
    Revocations.none().judge(token("s"));
    assertThat(Revocations.none().isStale()).isFalse();
  }

  @Test
  void no_token_is_accepted_once_revocations_are_stale() {
    revocations.complete(nanoTime.get());
    nanoTime.addAndGet(Duration.ofSeconds(60).toNanos());
    revocations.judge(token("s"));
    assertThat(revocations.isStale()).isFalse();
    nanoTime.incrementAndGet();
    assertRefused("s", TokenFault.UNDECIDED);
    assertThat(revocations.isStale()).isTrue();
    assertThat(revocations.staleness()).isGreaterThan(Duration.ofSeconds(60));
  }

  @Test
  void if_the_database_serves_without_the_feed_tokens_are_soon_refused_until_the_feed_returns() {
    revocations.complete(nanoTime.get());
    revocations.lost();
    pass(Duration.ofSeconds(30));
    revocations.judge(token("s"));
    revocations.served();
    pass(Duration.ofMillis(700));
    revocations.served();
    revocations.judge(token("s"));
    pass(Duration.ofNanos(1));
    assertRefused("s", TokenFault.UNDECIDED);
    revocations.followed();
    revocations.judge(token("s"));
  }

  @Test
  void while_the_feed_works_tokens_stay_valid_however_long_the_database_serves() {
    revocations.complete(nanoTime.get());
    revocations.served();
    pass(Duration.ofSeconds(30));
    revocations.judge(token("s"));
  }

  @Test
  void a_feed_that_has_failed_or_is_late_is_behind() {
    assertThat(revocations.areBehind()).isTrue();
    revocations.complete(nanoTime.get());
    assertThat(revocations.areBehind()).isFalse();
    revocations.lost();
    assertThat(revocations.areBehind()).isTrue();
    revocations.followed();
    assertThat(revocations.areBehind()).isFalse();
    pass(Duration.ofSeconds(11));
    assertThat(revocations.areBehind()).isTrue();
  }

  private void pass(Duration time) {
    nanoTime.addAndGet(time.toNanos());
  }

  @Test
  void a_session_that_ended_is_refused_until_its_tokens_have_expired() {
    revocations.complete(nanoTime.get());
    revocations.add(List.of(new EndedSession("ended", 1_000, false)));
    assertRefused("ended", TokenFault.REVOKED);
    revocations.judge(token("other"));
    revocations.forget(999);
    assertRefused("ended", TokenFault.REVOKED);
    revocations.forget(1_000);
    revocations.judge(token("ended"));
    assertThat(revocations.size()).isZero();
  }

  @Test
  void tokens_of_a_deleted_user_are_refused_because_the_user_is_gone() {
    revocations.add(List.of(new EndedSession("deleted", 1_000, true)));
    assertRefused("deleted", TokenFault.NO_USER);
  }

  @Test
  void the_version_changes_with_the_revocations() {
    long none = revocations.version();
    revocations.add(List.of());
    assertThat(revocations.version()).isEqualTo(none);
    EndedSession revoked = new EndedSession("a", 1_000, false);
    EndedSession deleted = new EndedSession("b", 2_000, true);
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

  @Test
  void tokens_with_a_lower_version_than_the_users_last_end_are_refused() {
    revocations.complete(nanoTime.get());
    revocations.addBulk(List.of(new BulkRevocation(7, 2, "kept", 0, 1_000, false)));
    assertRefused(token("s", 7, 1), TokenFault.REVOKED);
    revocations.judge(token("kept", 7, 1));
    revocations.judge(token("s", 7, 2));
    revocations.judge(token("s", 8, 1));
    revocations.forget(1_000);
    revocations.judge(token("s", 7, 1));
    assertThat(revocations.bulk()).isEmpty();
  }

  @Test
  void a_token_that_an_earlier_end_refused_stays_refused_when_a_later_end_leaves_out_its_session() {
    BulkRevocation rights = new BulkRevocation(7, 2, "", 0, 1_000, false);
    BulkRevocation others = new BulkRevocation(7, 3, "kept", 0, 1_000, false);
    BulkRevocation again = new BulkRevocation(7, 4, "kept", 0, 1_000, false);
    for (List<BulkRevocation> order :
        List.of(
            List.of(rights, others, again),
            List.of(again, others, rights),
            List.of(others, rights, again, others))) {
      Revocations fresh = new Revocations(Duration.ofSeconds(60), nanoTime::get);
      fresh.complete(nanoTime.get());
      fresh.addBulk(order);
      assertThatExceptionOfType(InvalidTokenException.class)
          .as(order.toString())
          .isThrownBy(() -> fresh.judge(token("kept", 7, 1)));
      fresh.judge(token("kept", 7, 2));
      fresh.judge(token("kept", 7, 3));
      assertThat(fresh.bulk()).extracting(BulkRevocation::wholeExceptSession).containsExactly("");
    }
  }

  @Test
  void the_end_with_the_highest_version_decides_in_whatever_order_ends_arrive() {
    BulkRevocation first = new BulkRevocation(7, 1, "kept", 0, 2_000, false);
    BulkRevocation second = new BulkRevocation(7, 2, "", 0, 1_000, true);
    for (List<BulkRevocation> order : List.of(List.of(first, second), List.of(second, first))) {
      Revocations fresh = new Revocations(Duration.ofSeconds(60), nanoTime::get);
      fresh.addBulk(order);
      assertThat(fresh.bulk()).containsExactly(new BulkRevocation(7, 2, "", 0, 2_000, true));
    }
    revocations.addBulk(List.of(first, second));
    assertRefused(token("kept", 7, 0), TokenFault.NO_USER);
  }

  @Test
  void an_end_for_everybody_refuses_the_tokens_issued_before_it() {
    revocations.complete(nanoTime.get());
    revocations.addBulk(
        List.of(new BulkRevocation(BulkRevocation.EVERYBODY, 0, "", ISSUED + 1, 1_000, false)));
    assertRefused("s", TokenFault.REVOKED);
    revocations.addBulk(
        List.of(new BulkRevocation(BulkRevocation.EVERYBODY, 0, "", ISSUED, 1_000, false)));
    assertRefused("s", TokenFault.REVOKED);
    revocations.forget(1_000);
    revocations.addBulk(
        List.of(new BulkRevocation(BulkRevocation.EVERYBODY, 0, "", ISSUED, 1_000, false)));
    revocations.judge(token("s"));
  }

  private static AccessToken token(String sessionId) {
    return token(sessionId, 7, 0);
  }

  private static AccessToken token(String sessionId, long userId, long version) {
    Subject subject = new Subject(userId, "ada@example.com", "", Set.of(), false);
    return new AccessToken(subject, sessionId, version, "id", ISSUED, ISSUED, ISSUED + 50);
  }

  private void assertRefused(String sessionId, TokenFault fault) {
    assertRefused(token(sessionId), fault);
  }

  private void assertRefused(AccessToken token, TokenFault fault) {
    assertThatExceptionOfType(InvalidTokenException.class)
        .isThrownBy(() -> revocations.judge(token))
        .satisfies(e -> assertThat(e.fault()).isEqualTo(fault));
  }
}
