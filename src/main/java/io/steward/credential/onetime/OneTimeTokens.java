package io.steward.credential.onetime;

import io.steward.crypto.RandomValues;
import io.steward.crypto.Sha256;
import io.steward.database.Chore;
import io.steward.database.Database;
import io.steward.database.Expiry;
import io.steward.database.Table;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import io.steward.settings.mail.LinkPurpose;
import io.steward.user.EmailAddress;
import io.steward.user.User;
import io.steward.user.Users;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The table {@code one_time_tokens} in one transaction; times come from the database's clock. */
public final class OneTimeTokens {
  private static final int BYTES = 32;
  private static final Pattern TEXT = Pattern.compile("[0-9A-Za-z_-]{43}");

  /** The token, while it can be used. */
  private static final String USABLE =
      """
      from one_time_tokens where hash = ?1 and purpose = ?2 and user_id = ?3
        and binding = ?4 and expires_at > now()
      """;

  private final EntityManager em;

  public OneTimeTokens(EntityManager em) {
    this.em = em;
  }

  /** A new token and its hash; only the hash may be stored. */
  public static String random() {
    return RandomValues.base64Url(BYTES);
  }

  /** The hash to store and to look for; empty if no token has this form. */
  public static Optional<String> hash(String token) {
    return TEXT.matcher(token).matches()
        ? Optional.of(Sha256.base64Url(token.getBytes(StandardCharsets.US_ASCII)))
        : Optional.empty();
  }

  /**
   * Issues a token for a user.
   *
   * @param address the address that the token sets; empty for other purposes
   * @param since when its cause happened
   * @return the token, which is not stored
   */
  public String issue(
      LinkPurpose purpose, User user, String address, Instant since, Duration lifetime) {
    String token = random();
    Database.query(
            em,
            """
            insert into one_time_tokens
              (hash, purpose, user_id, binding, address, canonical_address, created_at, expires_at)
            values (?1, ?2, ?3, ?4, ?5, ?6, cast(?7 as timestamptz),
              now() + make_interval(secs => ?8))
            """,
            hash(token).orElseThrow(),
            purpose.word(),
            user.id(),
            binding(purpose, user),
            address,
            EmailAddress.canonical(address),
            since.toString(),
            (double) lifetime.toSeconds())
        .executeUpdate();
    return token;
  }

  /** Reads a token without using it; empty if it is unknown, expired or of another purpose. */
  public Optional<OneTimeToken> find(LinkPurpose purpose, String token) {
    List<?> rows =
        hash(token)
            .<List<?>>map(
                hash ->
                    Database.query(
                            em,
                            """
                            select hash, user_id, address, created_at from one_time_tokens
                            where hash = ?1 and purpose = ?2 and expires_at > now()
                            """,
                            hash,
                            purpose.word())
                        .getResultList())
            .orElse(List.of());
    return rows.stream()
        .map(Object[].class::cast)
        .map(
            row ->
                new OneTimeToken(
                    (String) row[0],
                    (Long) row[1],
                    (String) row[2],
                    ((Timestamp) row[3]).toInstant()))
        .findFirst();
  }

  /**
   * Whether {@link #use} would use a token now.
   *
   * @param user as stored now
   */
  public boolean isUsable(LinkPurpose purpose, OneTimeToken token, User user) {
    return !Database.query(
            em,
            "select 1 " + USABLE,
            token.hash(),
            purpose.word(),
            user.id(),
            binding(purpose, user))
        .getResultList()
        .isEmpty();
  }

  /**
   * Uses a token of a user whose row is locked. Of simultaneous uses, one returns true.
   *
   * @param user as stored now; the token is void if what it changes has changed since
   */
  public boolean use(LinkPurpose purpose, OneTimeToken token, User user) {
    return Database.query(
                em,
                "delete " + USABLE,
                token.hash(),
                purpose.word(),
                user.id(),
                binding(purpose, user))
            .executeUpdate()
        == 1;
  }

  /**
   * Whether the user has a token of this purpose, with an earlier cause, that can still be used.
   */
  public boolean exists(LinkPurpose purpose, long userId, Instant before) {
    return !Database.query(
            em,
            """
            select 1 from one_time_tokens
            where user_id = ?1 and purpose = ?2 and expires_at > now()
              and created_at < cast(?3 as timestamptz) limit 1
            """,
            userId,
            purpose.word(),
            before.toString())
        .getResultList()
        .isEmpty();
  }

  /**
   * Keeps an address for the user whose row is locked, who has just given it up and may take it
   * back. The link for that follows when its message is delivered.
   */
  public void keepAddress(User user, String address, Duration lifetime) {
    Instant now = ((Timestamp) Database.query(em, "select now()").getSingleResult()).toInstant();
    issue(LinkPurpose.UNDO, user, address, now, lifetime);
  }

  /** Whether an earlier address of the user may still be taken back. */
  public boolean canUndo(User user) {
    return !Database.query(
            em,
            """
            select 1 from one_time_tokens
            where user_id = ?1 and purpose = 'undo' and binding = ?2 and expires_at > now() limit 1
            """,
            user.id(),
            binding(LinkPurpose.UNDO, user))
        .getResultList()
        .isEmpty();
  }

  /** Whether somebody else may take this address back. */
  public boolean isKeptFromOthers(EmailAddress address, long userId) {
    return !Database.query(
            em,
            """
            select 1 from one_time_tokens
            where purpose = 'undo' and canonical_address = ?1 and user_id <> ?2
              and expires_at > now() limit 1
            """,
            address.canonical(),
            userId)
        .getResultList()
        .isEmpty();
  }

  /**
   * Refuses an address, already stored, that somebody else may take back.
   *
   * @throws ProblemException 400, as if the address were taken
   */
  public void demandNotKept(User user) {
    Optional<EmailAddress> address = EmailAddress.parse(user.email());
    if (address.filter(a -> isKeptFromOthers(a, user.id())).isPresent()) {
      throw Users.taken();
    }
  }

  /**
   * Makes void, for a user whose row is locked, all tokens but those that take back a change before
   * the one that this token has taken back. Otherwise, a thief's token would end the owner's.
   */
  public void revokeSince(OneTimeToken undo) {
    Database.query(
            em,
            """
            delete from one_time_tokens where user_id = ?1
              and (purpose <> 'undo' or created_at >= cast(?2 as timestamptz))
            """,
            undo.userId(),
            undo.since().toString())
        .executeUpdate();
  }

  /** Makes the tokens of a purpose void, for a user whose row is locked. */
  public void revoke(LinkPurpose purpose, long userId) {
    Database.query(
            em,
            "delete from one_time_tokens where user_id = ?1 and purpose = ?2",
            userId,
            purpose.word())
        .executeUpdate();
  }

  /** Makes all tokens void, for a user whose row is locked. */
  public void revokeAll(long userId) {
    Database.query(em, "delete from one_time_tokens where user_id = ?1", userId).executeUpdate();
  }

  /**
   * Keeps the tokens of a purpose usable after a change that would make them void.
   *
   * @param before the {@link #binding} before the change
   * @param user as it is now; the row is locked
   */
  public void keep(LinkPurpose purpose, String before, User user) {
    Database.query(
            em,
            """
            update one_time_tokens set binding = ?3
            where user_id = ?1 and purpose = ?2 and binding = ?4
            """,
            user.id(),
            purpose.word(),
            binding(purpose, user),
            before)
        .executeUpdate();
  }

  /** A digest of what the token changes: the token is void when that has changed. */
  public static String binding(LinkPurpose purpose, User user) {
    String address = EmailAddress.canonical(user.email());
    String state =
        switch (purpose) {
          case VERIFY, UNDO, INVITATION -> address;
          // The first proof of the address makes void what somebody prepared before it.
          case RESET, CHANGE ->
              address + "\n" + user.isEmailVerified() + "\n" + user.password().encoded();
        };
    return Sha256.base64Url((purpose.word() + "\n" + state).getBytes(StandardCharsets.UTF_8));
  }

  /** The answer to every token that cannot be used; it does not say why. */
  public static ProblemException refusal() {
    return ProblemException.invalid(
        "token",
        new Fault("invalid_link", "This link does not work, has expired, or was already used."));
  }

  /** Removes expired tokens. */
  public static Chore chore() {
    return new Expiry("one_time_tokens", "hash").chore();
  }

  /** The tables of this package. */
  public static Table table() {
    return Table.changeable("one_time_tokens");
  }
}
