package io.steward.user;

import io.steward.api.WhiteSpace;
import io.steward.database.Database;
import io.steward.database.Table;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The table {@code users} in one transaction; the database decides whether an email address is
 * taken.
 */
public final class Users {
  private static final int UNREAD = 100;
  private static final int DRAWS = 5;
  private static final String INSERT =
      """
      insert into users
        (email, first_name, last_name, password, is_active, is_staff, is_superuser, date_joined,
          canonical_email, email_verified_at, language, awaits_approval)
      values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, cast(?10 as timestamptz), ?11, ?12)
      on conflict (id) do nothing
      returning id
      """;

  /**
   * Finds users by their stored address or its canonical spelling, and some whose address is not
   * read yet.
   */
  private static final String BY_EMAIL =
      """
      select * from users where id in (
        select id from users where lower(email collate "C") = ?1
        union all
        select id from users where coalesce(canonical_email, lower(email collate "C")) = ?2
        union all
        (select id from users where %s order by id limit %s))
      order by lower(email collate "C") = ?1 desc, id
      """
          .formatted(StoredAddresses.NOT_READ, UNREAD);

  private final EntityManager em;

  public Users(EntityManager em) {
    this.em = em;
  }

  /** The tables of this package. */
  public static List<Table> tables() {
    return Stream.of(
            "users",
            "groups",
            "permissions",
            "user_groups",
            "user_permissions",
            "group_permissions",
            "rights")
        .map(Table::changeable)
        .toList();
  }

  public Optional<User> byId(long id) {
    return Optional.ofNullable(em.find(User.class, id));
  }

  /** Locks the row until the transaction ends, so that decisions based on it remain valid. */
  public Optional<User> byIdForUpdate(long id) {
    return Optional.ofNullable(em.find(User.class, id, LockModeType.PESSIMISTIC_WRITE));
  }

  /** The user whose stored address is the typed text, or another spelling of it. */
  public Optional<User> byEmail(String typed) {
    String text = WhiteSpace.strip(typed);
    if (!EmailAddress.isStorable(text)) {
      return Optional.empty();
    }
    // Must be the expressions of the unique indexes. JPQL has no COLLATE.
    List<?> found =
        em.createNativeQuery(BY_EMAIL, User.class)
            .setParameter(1, EmailAddress.lower(text))
            .setParameter(2, EmailAddress.canonical(text))
            .getResultList();
    return found.stream().map(User.class::cast).filter(u -> u.hasAddress(text)).findFirst();
  }

  /**
   * Adds a user.
   *
   * @throws ProblemException 400 if the email address is taken
   */
  public void add(User user) {
    user.added(unlessTaken(() -> inserted(user)));
  }

  /** Draws an id again if a program has already stored a row with the drawn id. */
  private long inserted(User user) {
    for (int draw = 0; draw < DRAWS; draw++) {
      List<?> ids = user.insertion(em.createNativeQuery(INSERT)).getResultList();
      if (!ids.isEmpty()) {
        return (Long) ids.get(0);
      }
      em.createNativeQuery("select skip_stored_user_ids()").getSingleResult();
    }
    throw new IllegalStateException("users.id: the sequence stays behind the stored ids");
  }

  /**
   * Makes changes of rights wait for one another, and makes nodes read the rights again. Call it
   * before you lock a user's row.
   */
  public void lockRights() {
    if (Database.query(em, "update rights set version = version + 1").executeUpdate() != 1) {
      throw new IllegalStateException("the table rights must have exactly one row");
    }
  }

  /**
   * Raises the version of a row after a change of a secret, or of a related row in another table.
   */
  public void raiseVersion(long id) {
    Database.query(em, "update users set version = version + 1 where id = ?1", id).executeUpdate();
  }

  /**
   * Keeps the last active superuser, and the last one who may use the administration; call {@link
   * #lockRights} before.
   *
   * @param user who is about to lose a right, or the account
   * @throws ProblemException 409 if no other active user is superuser, and staff if this user is
   */
  public void demandOtherSuperuser(User user) {
    String others =
        "select exists (select from users"
            + " where is_superuser and is_active and id <> ?1 and (is_staff or not ?2))";
    if (user.isSuperuser()
        && user.isActive()
        && !((Boolean) Database.query(em, others, user.id(), user.isStaff()).getSingleResult())) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "No other active superuser may use the administration. Make another user staff and superuser"
              + " first.");
    }
  }

  /** The codes of the permissions given to a user directly, in order. */
  public List<String> permissions(long id) {
    String select =
        "select p.code from user_permissions h join permissions p on p.id = h.permission_id"
            + " where h.user_id = ?1 order by p.code";
    List<?> codes = Database.query(em, select, id).getResultList();
    return codes.stream().map(String.class::cast).toList();
  }

  public void remove(User user) {
    em.remove(user);
  }

  /** Locks the rows of some thousand users who are about to be deleted. */
  public void lockAll(Collection<Long> ids) {
    String select =
        "select id from users where id = any (cast(?1 as bigint[])) order by id for update";
    Database.query(em, select, Database.array(ids)).getResultList();
  }

  /** Removes the rows of some thousand users. */
  public void removeAll(Collection<Long> ids) {
    Database.query(
            em, "delete from users where id = any (cast(?1 as bigint[]))", Database.array(ids))
        .executeUpdate();
  }

  /**
   * Writes the changes.
   *
   * @throws ProblemException 400 if the email address is taken
   */
  public void flush() {
    unlessTaken(
        () -> {
          em.flush();
          return 0;
        });
  }

  /**
   * Writes the changes, and forgets the rows read so far. Before each statement, the persistence
   * context compares all rows that it remembers.
   */
  public void release() {
    flush();
    em.clear();
  }

  private long unlessTaken(LongSupplier write) {
    readNewAddresses();
    try {
      return write.getAsLong();
    } catch (PersistenceException e) {
      throw isTaken(e) ? taken() : e;
    }
  }

  /** The refusal of an address that somebody else has. */
  public static ProblemException taken() {
    return ProblemException.invalid(
        "email", new Fault("unique", "user with this email already exists."));
  }

  /**
   * Reads the addresses that other programs stored just now, so that the database can compare with
   * them.
   */
  private void readNewAddresses() {
    try {
      StoredAddresses.readSome(em.unwrap(Connection.class));
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }

  private static boolean isTaken(PersistenceException e) {
    return Database.violates(e, "users_email_key")
        || Database.violates(e, "users_canonical_email_key");
  }
}
