package io.steward.throttle;

import io.steward.crypto.Sha256;
import io.steward.database.Chore;
import io.steward.database.Database;
import io.steward.database.Expiry;
import io.steward.database.Table;
import io.steward.origin.Origin;
import io.steward.problem.ProblemException;
import io.steward.settings.ThrottleSettings;
import io.steward.settings.ThrottleSettings.Rate;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Refuses attempts that come too often. A guess is counted before the password is checked; if the
 * password is right, the count is undone. Simultaneous guesses therefore count like consecutive
 * guesses.
 */
public final class Throttle {
  /**
   * NIST SP 800-63B, 5.2.2 allows 100 consecutive failures for an account: half of them for known
   * networks, half for all others.
   */
  private static final int MOST_CONSECUTIVE = 50;

  private static final String REFRESH = "refresh:";

  private static final Duration MEMORY = Duration.ofDays(30);

  private final Database database;
  private final ThrottleSettings settings;

  public Throttle(Database database, ThrottleSettings settings) {
    this.database = database;
    this.settings = settings;
  }

  /** One try of a password for an account. */
  public final class Guess {
    private final String account;
    private final Bucket network;
    private boolean isKnown;

    private Guess(String account) {
      this.account = account;
      this.network = Bucket.leaking("network:" + Origin.current().network(), settings.network());
    }

    private Bucket bucket(boolean known) {
      Rate rate = known ? settings.known() : settings.account();
      String kind = known ? "known:" : "account:";
      return new Bucket(kind + digest(account), rate, MOST_CONSECUTIVE, MEMORY);
    }

    private Optional<Duration> take(EntityManager em) {
      Buckets buckets = new Buckets(em).withoutFsync();
      isKnown = buckets.isKnown(account, Origin.current().network());
      // Other users of a known network must not lock the user out.
      return isKnown
          ? buckets.take(bucket(true))
          : buckets.take(network).or(() -> buckets.take(bucket(false)));
    }

    private void forgive(Buckets buckets) {
      buckets.forgive(bucket(true));
      buckets.forgive(bucket(false));
    }

    /** The guess was right: from now on, the user is known on this network. */
    public void succeeded(long userId) {
      if (settings.isOn()) {
        database.inTransaction(
            em -> {
              settle(new Buckets(em).withoutFsync(), userId);
              return true;
            });
      }
    }

    /**
     * Every transaction locks rows in this order, to prevent deadlocks: user, network, account at
     * known networks, account elsewhere.
     */
    private void settle(Buckets buckets, long userId) {
      buckets.know(userId, Origin.current().network());
      if (isKnown) {
        buckets.giveBack(bucket(true));
        forgive(buckets);
      } else {
        buckets.giveBack(network);
        forgive(buckets);
        buckets.giveBack(bucket(false));
      }
    }
  }

  /**
   * Counts a guess at the password of an account. The account need not exist.
   *
   * @param account the canonical form of the email address
   * @throws ProblemException 429
   */
  public Guess guess(String account) {
    Guess guess = new Guess(account);
    admit(guess::take);
    return guess;
  }

  /**
   * Counts the registration of an account.
   *
   * @throws ProblemException 429
   */
  public void register() {
    Bucket bucket =
        Bucket.leaking("register:" + Origin.current().network(), settings.registration());
    admit(em -> new Buckets(em).withoutFsync().take(bucket));
  }

  /**
   * Counts a wrong secret of a client.
   *
   * @throws ProblemException 429
   */
  public void wrongClient() {
    Bucket bucket = Bucket.leaking("client:" + Origin.current().network(), settings.network());
    admit(em -> new Buckets(em).withoutFsync().take(bucket));
  }

  /**
   * SQL that counts a use of the session {@code ?1} and returns a row if the use is admitted. It
   * becomes part of the statement that uses the session.
   */
  public String refreshAdmission() {
    return settings.isOn() ? Buckets.taking("'" + REFRESH + "' || ?1", refresh("")) : "select 1";
  }

  /** Records that a session was refreshed too often; returns the 429. */
  public ProblemException refreshRefusal(String sessionId) {
    return ProblemException.throttled(
        database.inTransaction(em -> new Buckets(em).refused(refresh(sessionId))));
  }

  private Bucket refresh(String sessionId) {
    return Bucket.leaking(REFRESH + sessionId, settings.refresh());
  }

  /**
   * Forgets all wrong guesses, because the password is new. The caller must have locked the user's
   * row.
   */
  public void forget(EntityManager em, String account) {
    new Guess(account).forgive(new Buckets(em));
  }

  /** Removes counts and known networks that have expired. */
  public static List<Chore> chores() {
    return List.of(
        new Expiry("throttles", "key").chore(),
        new Expiry("known_networks", "user_id, network").chore());
  }

  /** The tables of this package. */
  public static List<Table> tables() {
    return List.of(Table.changeable("throttles"), Table.changeable("known_networks"));
  }

  private void admit(Function<EntityManager, Optional<Duration>> take) {
    if (settings.isOn()) {
      database.inTransaction(take).ifPresent(Throttle::refuse);
    }
  }

  private static void refuse(Duration wait) {
    throw ProblemException.throttled(wait);
  }

  /** A digest has a fixed length and hides the email address from readers of the table. */
  private static String digest(String text) {
    return Sha256.base64Url(text.getBytes(StandardCharsets.UTF_8));
  }
}
