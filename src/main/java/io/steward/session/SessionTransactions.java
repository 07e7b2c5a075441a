package io.steward.session;

import io.steward.database.Database;
import io.steward.settings.Settings;
import io.steward.token.Revocations;
import jakarta.persistence.EntityManager;
import java.util.function.BiFunction;

/**
 * Transactions that can end sessions. This node rejects the tokens of ended sessions as soon as the
 * transaction is committed, and before it answers the request.
 */
public final class SessionTransactions {
  private final Settings settings;
  private final Database database;
  private final Revocations revocations;

  public SessionTransactions(Settings settings, Database database, Revocations revocations) {
    this.settings = settings;
    this.database = database;
    this.revocations = revocations;
  }

  /** Like {@link Database#inTransaction}, with access to the sessions. */
  public <T> T inTransaction(BiFunction<EntityManager, Sessions, T> work) {
    Ended ended = new Ended();
    T result = database.inTransaction(em -> work.apply(em, new Sessions(em, settings, ended)));
    ended.reportTo(revocations);
    return result;
  }

  /** Like {@link Database#read}, with access to the sessions. */
  public <T> T read(BiFunction<EntityManager, Sessions, T> work) {
    return database.read(em -> work.apply(em, new Sessions(em, settings, new Ended())));
  }
}
