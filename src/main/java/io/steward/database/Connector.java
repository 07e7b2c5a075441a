package io.steward.database;

import io.steward.background.Loop;
import io.steward.database.connection.DatabaseRefusal;
import io.steward.log.Complaint;
import io.steward.log.Log;
import io.steward.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tries to connect until the database answers, so that a node may start before its database. */
public final class Connector implements AutoCloseable {
  private static final Log LOG = Log.of("io.steward.database");
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final Database database;
  private final Runnable awaitServer;
  private final DatabaseServer.Examination examination;
  private final CompletableFuture<Boolean> firstAttempt = new CompletableFuture<>();
  private final Complaint complaint = new Complaint();
  private final Loop loop =
      new Loop("steward-database", this::attempt, this::complain, () -> PAUSE);

  /**
   * Creates a connector that examines the database before it connects, and connects only if the
   * examination passes.
   *
   * @param awaitServer returns when the database server has started
   */
  public Connector(
      Database database, Runnable awaitServer, DatabaseServer.Examination examination) {
    this.database = database;
    this.awaitServer = awaitServer;
    this.examination = examination;
  }

  /** Starts the first attempt. */
  public void start() {
    loop.start();
  }

  /**
   * Waits briefly for the first attempt; returns whether it has succeeded.
   *
   * @throws DatabaseRefusal if the attempt shows that an operator must change something first
   */
  public boolean awaitFirstAttempt() {
    try {
      return firstAttempt.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      if (!firstAttempt.complete(false)) {
        return awaitFirstAttempt();
      }
      LOG.warning("database not reachable yet; retrying");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException e) {
      throw e.getCause() instanceof DatabaseRefusal refusal
          ? refusal
          : new CompletionException(e.getCause());
    }
    return false;
  }

  private void attempt() {
    if (connected() || firstAttempt.isCompletedExceptionally()) {
      loop.end();
    }
  }

  /** Called with an {@link Error}; the next attempt may succeed. */
  private void complain(Throwable e) {
    firstAttempt.complete(false);
    String reason = "database not used yet; retrying every second: " + e;
    if (complaint.isNew(reason)) {
      LOG.error(reason, e);
    }
  }

  private boolean connected() {
    try {
      awaitServer.run();
      int applied = database.server().migrate(examination);
      database.connect();
      LOG.info("database ready, " + applied + " migrations applied");
      firstAttempt.complete(true);
      return true;
    } catch (ProblemException e) {
      firstAttempt.complete(false);
      String reason =
          "database not reachable yet; retrying every second" + DatabaseServer.reason(e);
      if (complaint.isNew(reason)) {
        LOG.warning(reason);
      }
      return false;
    } catch (RuntimeException e) {
      String reason = "database unusable: " + e.getMessage();
      if (!firstAttempt.completeExceptionally(e) && complaint.isNew(reason)) {
        LOG.error(reason);
      }
      return false;
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
