package io.steward.user;

import io.steward.database.Database;
import io.steward.database.Table;
import io.steward.problem.ProblemException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.Query;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The table {@code users} in one transaction; the database decides whether an email address is
 * taken.
 */
public final class Users {
  private static final String INSERT =
      """
      insert into users
        (email, first_name, last_name, password, is_active, is_staff, is_superuser, date_joined)
      values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      returning id
      """;

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
            "group_permissions")
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

  public Optional<User> byEmail(EmailAddress address) {
    // Must be the expression of the unique index. It is written in SQL, as JPQL has no COLLATE.
    List<?> found =
        em.createNativeQuery("select * from users where lower(email collate \"C\") = ?", User.class)
            .setParameter(1, address.canonical())
            .getResultList();
    return found.stream().map(User.class::cast).findFirst();
  }

  /**
   * Adds a user.
   *
   * @throws ProblemException 400 if the email address is taken
   */
  public void add(User user) {
    Query insert = user.insertion(em.createNativeQuery(INSERT));
    try {
      user.added((Long) insert.getSingleResult());
    } catch (PersistenceException e) {
      throw Database.isUniqueViolation(e) ? emailTaken() : e;
    }
  }

  public void remove(User user) {
    em.remove(user);
  }

  /**
   * Writes the changes.
   *
   * @throws ProblemException 400 if the email address is taken
   */
  public void flush() {
    try {
      em.flush();
    } catch (PersistenceException e) {
      throw Database.isUniqueViolation(e) ? emailTaken() : e;
    }
  }

  private static ProblemException emailTaken() {
    return ProblemException.invalid("email", "user with this email already exists.");
  }
}
