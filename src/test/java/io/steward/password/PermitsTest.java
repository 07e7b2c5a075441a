package io.steward.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PermitsTest {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Password X = new Password("x");
  private static final Password HORSE = new Password(DjangoHashes.HORSE);
  private static final String SMALL = "9cc2ae8a1ba7a93da39b46fc1019c481";
  private static final String LARGE_ARGON2 =
      "argon2$argon2id$v=19$m=102400,t=2,p=8$aXkyT2w1Uk0xaDc4OVhXNHV0cnZxaA$pof0WI+T+DOVPfzzG57rJw";
  private static final String LARGE_SCRYPT =
      "scrypt$16384$pVrjbC2nfIzoWwuQr8tVeI$8$1$J22GvVYWsLfe9zEmemfnUF7tphn6KXOMtcOa83YnOxCQUvMCQ3FcAOh79lrGbPpp4rXgfPLLzu/L7VBgM/Ec7w==";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  @AfterEach
  void stop() {
    ended.countDown();
    threads.shutdownNow();
  }

  @Test
  void without_a_permit_every_call_is_refused_after_the_wait() throws Exception {
    Permits permits = new Permits(1, SHORT, Argon2::pool);
    Passwords passwords = new Passwords(permits);
    Future<String> first = threads.submit(() -> permits.small(this::block));
    started.await();
    assertBusy(() -> passwords.hash(X));
    assertBusy(() -> passwords.verify(HORSE, Optional.of(new PasswordHash(SMALL))));
    assertBusy(() -> passwords.verify(HORSE, Optional.of(new PasswordHash(LARGE_ARGON2))));
    assertBusy(() -> passwords.verify(X, Optional.empty()));
    ended.countDown();
    assertThat(first.get()).isEqualTo("done");
    assertThat(passwords.verify(HORSE, Optional.of(new PasswordHash(SMALL)))).isTrue();
    assertThat(passwords.verify(HORSE, Optional.of(new PasswordHash(LARGE_ARGON2)))).isTrue();
  }

  @Test
  void the_number_of_waiting_calls_is_limited() throws Exception {
    Permits permits = new Permits(1, Duration.ofSeconds(50), Argon2::pool);
    Future<String> first = threads.submit(() -> permits.small(this::block));
    started.await();
    List<Future<String>> crowd = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      crowd.add(threads.submit(() -> permits.small(blocks -> "served")));
    }
    int refused = 0;
    // Calls beyond the waiting limit are refused at once, while the earlier calls still wait.
    while (refused < 200) {
      Thread.sleep(10);
      refused = (int) crowd.stream().filter(Future::isDone).count();
    }
    ended.countDown();
    int served = 0;
    for (Future<String> one : crowd) {
      try {
        assertThat(one.get()).isEqualTo("served");
        served++;
      } catch (ExecutionException e) {
        assertThat(e.getCause()).hasMessage(ProblemType.BUSY.detail());
      }
    }
    assertThat(first.get()).isEqualTo("done");
    assertThat(served).isBetween(48, 100);
  }

  @Test
  void a_waiting_call_runs_when_a_permit_becomes_free() throws Exception {
    Permits permits = new Permits(1, Duration.ofSeconds(50), Argon2::pool);
    occupy(() -> permits.small(this::block));
    Future<String> second = threads.submit(() -> permits.small(pool -> "second"));
    ended.countDown();
    assertThat(second.get()).isEqualTo("second");
  }

  @Test
  void large_hashes_run_one_at_a_time_and_do_not_delay_small_ones() throws Exception {
    Permits permits = new Permits(3, SHORT, Argon2::pool);
    Passwords passwords = new Passwords(permits);
    occupy(() -> permits.large(this::block));
    assertBusy(() -> passwords.verify(HORSE, Optional.of(new PasswordHash(LARGE_ARGON2))));
    assertBusy(() -> passwords.verify(HORSE, Optional.of(new PasswordHash(LARGE_SCRYPT))));
    assertThat(passwords.verify(HORSE, Optional.of(new PasswordHash(SMALL)))).isTrue();
    assertThat(passwords.verify(X, Optional.of(passwords.hash(X)))).isTrue();
  }

  @Test
  void a_waiting_large_hash_holds_no_permit() throws Exception {
    Permits permits = new Permits(2, Duration.ofSeconds(50), Argon2::pool);
    occupy(() -> permits.large(this::block));
    Future<String> waiting = threads.submit(() -> permits.large(pool -> "large"));
    assertThat(threads.submit(() -> permits.small(pool -> "small")).get()).isEqualTo("small");
    assertThat(waiting).isNotDone();
    ended.countDown();
    assertThat(waiting.get()).isEqualTo("large");
  }

  @Test
  void a_failed_call_releases_its_permit() {
    Permits permits = new Permits(1, SHORT, Argon2::pool);
    Function<BlockPool, String> failing =
        pool -> {
          throw new IllegalStateException("on purpose");
        };
    for (int i = 0; i < 3; i++) {
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> permits.small(failing));
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> permits.large(failing));
    }
    assertThat(permits.<String>large(pool -> "works")).isEqualTo("works");
  }

  @Test
  void a_refused_large_call_does_not_block_the_next() throws Exception {
    Permits permits = new Permits(1, SHORT, Argon2::pool);
    occupy(() -> permits.small(this::block));
    assertBusy(() -> permits.large(pool -> "refused"));
    ended.countDown();
    assertThat(new Passwords(permits).verify(X, Optional.of(new PasswordHash(LARGE_SCRYPT))))
        .isFalse();
  }

  @Test
  void an_interrupted_wait_is_refused_and_keeps_the_interrupt() {
    Permits permits = new Permits(1, Duration.ofSeconds(50), Argon2::pool);
    Thread.currentThread().interrupt();
    assertBusy(() -> permits.small(pool -> "refused"));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void a_call_without_a_permit_is_refused_with_503() throws Exception {
    Permits permits = new Permits(1, SHORT, Argon2::pool);
    occupy(() -> permits.small(this::block));
    assertBusy(() -> permits.small(pool -> "refused"));
  }

  @Test
  void working_memory_is_reused_and_never_shared() throws Exception {
    Permits permits = new Permits(2, Duration.ofSeconds(50), Argon2::pool);
    Set<BlockPool> seen = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < 5; i++) {
      permits.small(seen::add);
    }
    assertThat(seen).hasSize(1);
    occupy(() -> permits.small(this::block));
    permits.small(seen::add);
    assertThat(seen).hasSize(2);
  }

  private void occupy(Runnable work) throws InterruptedException {
    threads.execute(work);
    started.await();
  }

  private String block(BlockPool pool) {
    started.countDown();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "done";
  }

  private static void assertBusy(ThrowingCallable call) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(call)
        .satisfies(refusal -> assertThat(refusal.type()).isEqualTo(ProblemType.BUSY));
  }
}
