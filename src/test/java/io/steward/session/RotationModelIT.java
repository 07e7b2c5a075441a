package io.steward.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.database.Database;
import io.steward.problem.ProblemException;
import io.steward.settings.Settings;
import io.steward.testing.Rounds;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.throttle.Throttle;
import io.steward.token.issue.RefreshToken;
import io.steward.token.issue.RefreshTokens;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Compares rotation on PostgreSQL with {@link RotationModel}: several tabs, two nodes, jumps in
 * time.
 */
@Tag("race")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RotationModelIT {
  private static final int SCRIPTS = Rounds.of(250);
  private static final int STEPS = 25;
  // Seconds within and after the grace period. Both are far from every limit, so that the answers
  // are the same on a slow machine.
  private static final int WITHIN = 20;
  private static final int AFTER = 40;

  private final TestDatabase postgres = TestDatabase.create();
  private final Settings settings =
      TestServer.settings(
          postgres.url(),
          Map.of(
              "refresh.grace", String.valueOf(RotationModel.GRACE),
              "refresh.idle_lifetime", String.valueOf(RotationModel.IDLE),
              "refresh.lifetime", String.valueOf(RotationModel.LIFETIME)));
  private final List<Database> nodes =
      List.of(new Database(settings.database()), new Database(settings.database()));
  private final List<Rotation> rotations = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  @BeforeAll
  void connect() {
    nodes.get(0).server().migrate();
    nodes.forEach(Database::connect);
    postgres.execute(
        """
        create function hold() returns trigger language plpgsql as
          $$ begin perform pg_advisory_xact_lock_shared(1); return null; end $$;
        create constraint trigger held after update on sessions deferrable initially deferred
          for each row execute function hold()
        """);
    throttle(true);
  }

  /**
   * Throttles refreshes at both nodes, or only at the first. In the second case, the second node
   * waits for the session's row, and not for the throttle's.
   */
  private void throttle(boolean both) {
    String admission = new Throttle(nodes.get(0), settings.throttle()).refreshAdmission();
    rotations.clear();
    rotations.add(new Rotation(nodes.get(0), settings, admission));
    rotations.add(new Rotation(nodes.get(1), settings, both ? admission : "select 1"));
  }

  @AfterAll
  void disconnect() {
    threads.shutdownNow();
    nodes.forEach(Database::close);
  }

  @Test
  void every_interleaving_of_two_tabs_agrees_with_the_model() {
    for (int order = 0; order < 64; order++) {
      if (Integer.bitCount(order) == 3) {
        for (int i = 0; i < Rounds.of(32); i++) {
          interleave(order, (order + 13 * i) % 32);
        }
      }
    }
  }

  /**
   * Bits of {@code order} choose the tab for each step. Bits of {@code gaps} decide whether the
   * grace period passes before the step.
   */
  private void interleave(int order, int gaps) {
    Family family = new Family("order " + order + ", gaps " + gaps, 2);
    for (int i = 0; i < 6; i++) {
      if (i > 0) {
        family.pass((gaps >> (i - 1) & 1) == 0 ? 0 : AFTER);
      }
      int tab = order >> i & 1;
      family.present(tab, tab, family.held(tab), false);
    }
    family.assertRow();
  }

  @Test
  void random_scripts_agree_with_the_model() {
    for (int seed = 0; seed < SCRIPTS; seed++) {
      Random random = new Random(seed);
      throttle(seed % 2 == 0);
      Family family = new Family("seed " + seed, 1 + random.nextInt(3));
      for (int step = 0; step < STEPS; step++) {
        family.step(random);
        family.assertRow();
      }
    }
  }

  /** One session, as the two nodes, the model and the browser tabs know it. */
  private final class Family {
    private final String id = RefreshTokens.newSessionId();
    private final RotationModel model = new RotationModel(key(0));
    private final List<Integer> tabs = new ArrayList<>();
    private final StringBuilder script;
    private final long userId;

    Family(String name, int tabs) {
      this.script = new StringBuilder(name);
      for (int i = 0; i < tabs; i++) {
        this.tabs.add(0);
      }
      userId =
          Long.parseLong(
              postgres
                  .query(
                      "insert into users (email, password) values ('" + id + "', '') returning id")
                  .get(0));
      nodes
          .get(0)
          .inTransaction(em -> new Sessions(em, settings, new Ended()).add(id, userId, key(0)));
    }

    void step(Random random) {
      int tab = random.nextInt(tabs.size());
      int node = random.nextInt(2);
      int dice = random.nextInt(100);
      if (dice < 45) {
        present(tab, node, held(tab), random.nextInt(4) == 0);
      } else if (dice < 53) {
        present(tab, node, Math.max(0, model.newest() - random.nextInt(4)), true);
      } else if (dice < 55) {
        present(tab, node, model.newest() + 1, true);
      } else if (dice < 75) {
        pass(WITHIN * (1 + random.nextInt(random.nextInt(8) == 0 ? 8 : 2)));
      } else if (dice < 79) {
        activate(random.nextInt(3) > 0);
      } else if (dice < 80) {
        revoke(node);
      } else if (dice < 84) {
        presentDuringRevocation(node, held(tab), random.nextBoolean());
      } else {
        presentTogether(node, held(tab), held(random.nextInt(tabs.size())), random.nextInt(4) > 0);
      }
    }

    /** The newest generation that the tab has received. */
    int held(int tab) {
      return tabs.get(tab);
    }

    void present(int tab, int node, int generation, boolean answerIsLost) {
      script.append("\n tab ").append(tab).append(" presents ").append(generation);
      String answer = decide(node, generation);
      if (compare(node, generation, answer)) {
        model.revoke();
      }
      if (!answerIsLost && answer.contains(" by ")) {
        tabs.set(tab, generation + 1);
      }
    }

    /** Compares an answer with the model's; returns whether the token was replayed. */
    private boolean compare(int node, int generation, String answer) {
      script.append(" at node ").append(node).append(": ").append(answer);
      assertThat(answer).as(script.toString()).isEqualTo(model.present(generation, key(node)));
      try {
        model.witness(generation, answer);
      } catch (AssertionError e) {
        throw new AssertionError(e.getMessage() + ": " + script, e);
      }
      return answer.equals("replayed");
    }

    /** Rotates the token and ends the session of a replay, as a refresh request does. */
    private String decide(int node, int generation) {
      String answer = rotate(node, generation);
      if (answer.equals("replayed")) {
        inTransaction(node, sessions -> ended(sessions));
      }
      return answer;
    }

    private String rotate(int node, int generation) {
      RefreshToken token = new RefreshToken(id, generation, 0);
      return answer(rotations.get(node).rotate(token, key(node)), token);
    }

    private String answer(RotationOutcome rotation, RefreshToken token) {
      if (rotation instanceof RotationOutcome.Replayed replayed) {
        assertThat(replayed.userId()).isEqualTo(userId);
        return "replayed";
      }
      if (rotation instanceof RotationOutcome.Rotated rotated) {
        assertThat(rotated.subject().id()).isEqualTo(userId);
        return token.successor().generation() + " by " + rotated.keyId();
      }
      return rotation instanceof RotationOutcome.Expired ? "expired" : "ended";
    }

    void pass(int seconds) {
      script.append("\n ").append(seconds).append(" s pass");
      model.pass(seconds);
      execute(
          String.format(
              Locale.ROOT,
              "update sessions set last_used_at = last_used_at - make_interval(secs => %1$d),"
                  + " expires_at = expires_at - make_interval(secs => %1$d) where id = '%2$s'",
              seconds,
              id));
    }

    private void activate(boolean active) {
      script.append(active ? "\n activated" : "\n deactivated");
      model.activate(active);
      execute("update users set is_active = " + active + " where id = " + userId);
    }

    private boolean ended(Sessions sessions) {
      sessions.end(id);
      return true;
    }

    private void revoke(int node) {
      script.append("\n revoked");
      model.revoke();
      inTransaction(node, sessions -> ended(sessions));
    }

    /**
     * Presents a token while a revocation is not committed yet; the revocation may be rolled back.
     */
    private void presentDuringRevocation(int node, int generation, boolean committed) {
      script.append("\n during a revocation, committed: ").append(committed).append(", ");
      script.append(generation);
      String answer =
          during(1 - node, em -> sessions(em).end(id), committed, () -> decide(node, generation));
      if (committed) {
        model.revoke();
      }
      if (compare(node, generation, answer)) {
        model.revoke();
      }
    }

    /**
     * Presents a token at each node. The second one waits for the statement of the first one, which
     * may be cancelled at its commit. The session of a replay ends only after both answers.
     */
    private void presentTogether(int node, int first, int second, boolean committed) {
      script.append("\n together, committed: ").append(committed).append(", ").append(first);
      List<Future<String>> answers = new ArrayList<>();
      boolean cancelled =
          nodes
              .get(node)
              .inTransaction(
                  em -> {
                    holdCommits(em);
                    answers.add(threads.submit(() -> rotate(1 - node, first)));
                    awaitHaltOrEnd(answers.get(0), 1);
                    boolean isHeld = !answers.get(0).isDone();
                    answers.add(threads.submit(() -> rotate(node, second)));
                    awaitHaltOrEnd(answers.get(1), isHeld ? 2 : 1);
                    return isHeld && !committed && cancel(answers.get(0));
                  });
      boolean replayed = !cancelled && compare(1 - node, first, result(answers.get(0)));
      script.append("; then ").append(second);
      replayed |= compare(node, second, result(answers.get(1)));
      if (replayed) {
        revoke(node);
      }
    }

    void assertRow() {
      String query =
          "select coalesce((select generation || ' by ' || key_id from sessions where id = '%1$s'),"
              + " (select cast('revoked' as text) from revocations where session_id = '%1$s'))";
      Object row =
          nodes.get(0).read(em -> em.createNativeQuery(query.formatted(id)).getSingleResult());
      assertThat(row).as(script.toString()).isEqualTo(model.row());
    }
  }

  private static String key(int node) {
    return "key-" + node;
  }

  private <T> T inTransaction(int node, Function<Sessions, T> work) {
    return nodes.get(node).inTransaction(em -> work.apply(sessions(em)));
  }

  private Sessions sessions(EntityManager em) {
    return new Sessions(em, settings, new Ended());
  }

  private void execute(String sql) {
    nodes.get(0).inTransaction(em -> em.createNativeQuery(sql).executeUpdate());
  }

  /** The result of work on one node that begins in the middle of another node's transaction. */
  private <T> T during(
      int node, Consumer<EntityManager> transaction, boolean committed, Callable<T> work) {
    List<Future<T>> begun = new ArrayList<>();
    try {
      nodes
          .get(node)
          .inTransaction(
              em -> {
                transaction.accept(em);
                begun.add(threads.submit(work));
                awaitHaltOrEnd(begun.get(0), 1);
                if (!committed) {
                  throw new Rollback();
                }
                return em;
              });
    } catch (Rollback e) {
      assertThat(committed).isFalse();
    }
    return result(begun.get(0));
  }

  /** Rolls a transaction back. */
  private static final class Rollback extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Lets no update of a session commit until the transaction ends. The updates have taken their
   * locks by then.
   */
  private static void holdCommits(EntityManager em) {
    em.createNativeQuery("select 1 from pg_advisory_xact_lock(1)").getSingleResult();
  }

  /** Cancels the statement that is held at its commit. */
  private boolean cancel(Future<?> work) {
    String cancellation =
        "select count(pg_cancel_backend(pid)) from pg_stat_activity"
            + " where datname = current_database() and wait_event = 'advisory'";
    nodes.get(0).read(em -> em.createNativeQuery(cancellation).getSingleResult());
    assertThatThrownBy(() -> work.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ProblemException.class);
    return true;
  }

  /** Waits until the work has ended, or that many statements are waiting for locks. */
  private void awaitHaltOrEnd(Future<?> work, long statements) {
    while (!work.isDone() && waiting() < statements) {
      Thread.onSpinWait();
    }
  }

  private long waiting() {
    String query =
        "select count(*) from pg_stat_activity where datname = current_database()"
            + " and wait_event_type = 'Lock'";
    return (Long) nodes.get(0).read(em -> em.createNativeQuery(query).getSingleResult());
  }

  private static <T> T result(Future<T> work) {
    try {
      return work.get(10, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
