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
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Refuses attempts that come too often. A guess is counted before the password is checked; if the
 * password is right, the count is undone. Simultaneous guesses therefore count like consecutive
 * guesses.
 */
public final class Throttle {
  /**
   * After this many consecutive failures, guesses drip. NIST SP 800-63B, 5.2.2 wants them limited
   * to 100; refusing them all would let strangers lock the owner out.
   */
  private static final int MOST_CONSECUTIVE = 50;

  private static final String ACCOUNT = "account:";
  private static final String REFRESH = "refresh:";

  private static final Rate LOGIN_NOTICES = new Rate(3, Duration.ofMinutes(20));

  private static final Duration MEMORY = Duration.ofDays(30);

  private final Database database;
  private final ThrottleSettings settings;

  public Throttle(Database database, ThrottleSettings settings) {
    this.database = database;
    this.settings = settings;
  }

  /**
   * One guess at the password of an account. The response to a wrong password never depends on
   * whether the account exists. It depends only on the limits of the network and of the address. A
   * known network has its own limit, but only a right password reveals that.
   */
  public final class Guess {
    private final String account;
    private final Bucket network;
    private Optional<Duration> wait = Optional.empty();
    private boolean isOpen = true;
    private boolean isSettled;
    private boolean isFromNewOrigin;

    private Guess(String account) {
      this.account = account;
      this.network = Bucket.leaking("network:" + Origin.current().network(), settings.network());
    }

    private Bucket bucket() {
      return consecutive(ACCOUNT + digest(account), settings.account());
    }

    /**
     * Counts the guess; returns how long to wait if the network is over its limit. A guess over the
     * limit of the account may still succeed from a known network.
     */
    private Optional<Duration> take(EntityManager em) {
      Buckets buckets = new Buckets(em).withoutFsync();
      Optional<Duration> refusal = buckets.take(network);
      if (refusal.isEmpty()) {
        wait = buckets.take(bucket());
        isOpen = wait.isEmpty() || isAdmittedAsKnown(em, buckets);
      }
      return refusal;
    }

    private boolean isAdmittedAsKnown(EntityManager em, Buckets buckets) {
      String from = Origin.current().network();
      boolean isKnown = new KnownOrigins(em).hasNetwork(account, from);
      // Unknown networks cost the same work, so that time does not show which networks are known.
      String key = known(account) + (isKnown ? from : "");
      return buckets.count(consecutive(key, settings.known())) && isKnown;
    }

    /** Whether a right password is accepted; if not, the response is that to a wrong one. */
    public boolean isOpen() {
      return isOpen;
    }

    /** Whether a wrong password is answered with 429. */
    public boolean isThrottled() {
      return wait.isPresent();
    }

    /**
     * The answer to a wrong password: 429 if there were too many for the account, and otherwise the
     * given one.
     */
    public ProblemException refusal(Supplier<ProblemException> wrong) {
      return wait.map(ProblemException::throttled).orElseGet(wrong);
    }

    /**
     * The guess was right: from now on, the user is known on this network and with this device.
     *
     * @param storedHash the hash that the password matches
     * @throws ProblemException 429 after too many right passwords
     */
    public void succeeded(long userId, String storedHash) {
      if (!isSettled) {
        isSettled = true;
        admit(em -> settle(em, userId, storedHash));
      }
    }

    /**
     * Whether the right guess came from a new network or device, and the account already had
     * another one.
     */
    public boolean isFromNewOrigin() {
      return isFromNewOrigin;
    }

    /**
     * Every transaction locks rows in this order, to prevent deadlocks: user, network, account,
     * account at known networks, log-ins.
     */
    private Optional<Duration> settle(EntityManager em, long userId, String storedHash) {
      Buckets buckets = new Buckets(em).withoutFsync();
      String from = Origin.current().network();
      isFromNewOrigin = new KnownOrigins(em).add(userId, storedHash);
      buckets.giveBack(network);
      if (wait.isEmpty()) {
        buckets.giveBack(bucket());
      }
      buckets.reset(bucket());
      if (wait.isPresent()) {
        Bucket known = consecutive(known(account) + from, settings.known());
        buckets.giveBack(known);
        buckets.reset(known);
      }
      return buckets.take(Bucket.leaking("login:" + digest(account), settings.login()));
    }
  }

  private static Bucket consecutive(String key, Rate rate) {
    return new Bucket(key, rate, MOST_CONSECUTIVE, MEMORY);
  }

  private static String known(String account) {
    return "known:" + digest(account) + ":";
  }

  /**
   * Counts a guess at the password of an account. The account need not exist.
   *
   * @param account the canonical form of the email address
   * @throws ProblemException 429 after too many guesses from this network
   */
  public Guess guess(String account) {
    Guess guess = new Guess(account);
    admit(guess::take);
    return guess;
  }

  /**
   * Counts an attempt to claim an email address, by a registration or by a change of address. The
   * answer shows whether the address is taken.
   *
   * @throws ProblemException 429
   */
  public void claim() {
    Bucket bucket =
        Bucket.leaking("register:" + Origin.current().network(), settings.registration());
    admit(em -> new Buckets(em).withoutFsync().take(bucket));
  }

  /**
   * Counts a message that the sender of this request causes, perhaps to somebody else. The caller
   * commits, because a refusal is audited.
   *
   * @return how long to wait; empty if the message is admitted
   */
  public Optional<Duration> causeMail(EntityManager em) {
    return settings.isOn() ? new Buckets(em).take(mailNetwork()) : Optional.empty();
  }

  /**
   * Refuses a network that has already caused too many messages; counts nothing.
   *
   * @throws ProblemException 429
   */
  public void demandMailFromNetwork() {
    admit(
        em -> {
          Buckets buckets = new Buckets(em).withoutFsync();
          Bucket bucket = mailNetwork();
          return buckets.isFull(bucket) ? Optional.of(buckets.refused(bucket)) : Optional.empty();
        });
  }

  private Bucket mailNetwork() {
    return Bucket.leaking("mail-network:" + Origin.current().network(), settings.mailNetwork());
  }

  /**
   * Counts a notice of a log-in. A thief who knows the password could otherwise hide the first
   * notice among many.
   *
   * @return whether the owner gets the notice
   */
  public boolean admitsLoginNotice(EntityManager em, long userId) {
    return !settings.isOn()
        || new Buckets(em).take(Bucket.leaking("login-notice:" + userId, LOGIN_NOTICES)).isEmpty();
  }

  /**
   * Counts a message to an address whose owner may not have asked for it. The address need not
   * belong to an account.
   *
   * @param address the canonical form of the email address
   * @return whether the address gets the message
   */
  public boolean admitsMail(EntityManager em, String address) {
    Rate rate = settings.mail();
    return admitsMail(em, address, new Rate(Math.max(1, rate.burst() - 1), rate.every()));
  }

  /**
   * Counts a message that the reader needs, such as a reset of the password. The last message
   * within the limit is reserved for these, unless it is the only one. So a stranger who requests
   * other messages cannot prevent the owner's reset.
   *
   * @param address the canonical form of the email address
   * @return whether the address gets the message
   */
  public boolean admitsNeededMail(EntityManager em, String address) {
    return admitsMail(em, address, settings.mail());
  }

  private boolean admitsMail(EntityManager em, String address, Rate rate) {
    return !settings.isOn()
        || new Buckets(em).take(Bucket.leaking("mail:" + digest(address), rate)).isEmpty();
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
   * Forgets all wrong guesses at an address, because it has a new owner or a new password. The
   * caller must have locked the user's row.
   *
   * @param account the canonical form of the email address
   */
  public void forgive(EntityManager em, String account) {
    new Buckets(em).remove(ACCOUNT + digest(account), known(account));
  }

  /**
   * Forgets all networks and devices of a user except those of this request: somebody who knew the
   * old password may have logged in from them. The caller must have locked the user's row.
   */
  public void forgetOtherOrigins(EntityManager em, long userId) {
    new KnownOrigins(em).removeOthers(userId);
  }

  /** From now on, the user is known on the network and with the device of this registration. */
  public void registered(EntityManager em, long userId, String storedHash) {
    new KnownOrigins(em).add(userId, storedHash);
  }

  /** Removes counts, known networks and known devices that have expired. */
  public static List<Chore> chores() {
    return List.of(
        new Expiry("throttles", "key").chore(),
        new Expiry("known_networks", "user_id, network").chore(),
        new Expiry("known_devices", "user_id, device").chore());
  }

  /** The tables of this package. */
  public static List<Table> tables() {
    return Stream.of("throttles", "known_networks", "known_devices")
        .map(Table::changeable)
        .toList();
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
