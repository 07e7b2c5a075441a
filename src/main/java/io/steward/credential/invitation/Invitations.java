package io.steward.credential.invitation;

import io.steward.credential.onetime.OneTimeTokens;
import io.steward.database.Chore;
import io.steward.database.Database;
import io.steward.database.Expiry;
import io.steward.database.Table;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import io.steward.user.EmailAddress;
import io.steward.user.Name;
import io.steward.user.User;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The tables of invitations in one transaction; times come from the database's clock. */
public final class Invitations {
  private static final String GROUP_SEPARATOR = "\u001f";

  /** The fault of an address that has an open invitation. */
  public static final Fault OPEN =
      new Fault("unique", "This address has an open invitation: send that one again.");

  /** In SQL: open, accepted, revoked, expired, or void if the sender could not send it any more. */
  public static final String STATE;

  /**
   * Whether an invitation {@code i} can be accepted: it is open, and its sender could still send
   * it.
   */
  private static final String STANDS =
      """
      i.state = 'open' and i.expires_at > now() and (i.invited_by is null or exists (
        select from users u where u.id = i.invited_by and u.is_active and u.is_staff
          and (u.is_superuser or exists (
            select from permissions p where p.code = 'users.invite_user' and p.id in (
              select h.permission_id from user_permissions h where h.user_id = u.id
              union all
              select h.permission_id from user_groups m
                join group_permissions h on h.group_id = m.group_id where m.user_id = u.id))
          and not exists (
            select from invitation_groups g where g.invitation_id = i.id and g.group_id not in (
              select m.group_id from user_groups m where m.user_id = u.id)))))
      """;

  static {
    STATE =
        "case when i.state <> 'open' then i.state when i.expires_at <= now() then 'expired'"
            + " when %s then 'open' else 'void' end".formatted(STANDS);
  }

  private static final String COLUMNS = "i.id, i.email, i.first_name, i.last_name, i.language";

  private final EntityManager em;

  public Invitations(EntityManager em) {
    this.em = em;
  }

  /**
   * Adds an invitation; returns its id.
   *
   * @param invitation its groups exist, and its sender may give them
   * @throws ProblemException 400 if the address has an account or an open invitation
   */
  public long add(Invitation invitation) {
    String email = invitation.email().text();
    revokeExpired(email);
    List<?> ids =
        Database.query(
                em,
                """
                insert into invitations
                  (email, first_name, last_name, language, invited_by, expires_at)
                values (?1, ?2, ?3, ?4, cast(nullif(?5, '') as bigint), now() + make_interval(secs => ?6))
                on conflict do nothing returning id
                """,
                email,
                invitation.name().first(),
                invitation.name().last(),
                invitation.language(),
                invitation.invitedBy().map(String::valueOf).orElse(""),
                (double) invitation.lifetime().toSeconds())
            .getResultList();
    if (ids.isEmpty()) {
      throw ProblemException.invalid("email", OPEN);
    }
    long id = (Long) ids.get(0);
    addGroups(id, invitation.groups());
    return id;
  }

  private void addGroups(long id, Set<String> names) {
    Database.query(
            em,
            "insert into invitation_groups (invitation_id, group_id) select ?1, id from groups"
                + " where name = any(string_to_array(?2, chr(31)))",
            id,
            String.join(GROUP_SEPARATOR, names))
        .executeUpdate();
  }

  /** An expired invitation must not keep its address from a new one. */
  private void revokeExpired(String email) {
    Database.query(
            em,
            """
            update invitations set state = 'revoked', version = version + 1
            where lower(email collate "C") = lower(?1 collate "C") and state = 'open'
              and expires_at <= now()
            """,
            email)
        .executeUpdate();
  }

  /** The person of an invitation that can be accepted. */
  public Optional<Invited> standing(long id) {
    return first("select " + COLUMNS + " from invitations i where i.id = ?1 and " + STANDS, id);
  }

  /** The person whom a message with this token invited, if it can be accepted. */
  public Optional<Invited> ofToken(String token) {
    return OneTimeTokens.hash(token)
        .flatMap(
            hash ->
                first(
                    "select %s from invitations i join invitation_tokens t on t.invitation_id = i.id"
                            .formatted(COLUMNS)
                        + " where t.hash = ?1 and "
                        + STANDS,
                    hash));
  }

  private Optional<Invited> first(String select, Object parameter) {
    List<?> rows = Database.query(em, select, parameter).getResultList();
    return rows.stream().map(Object[].class::cast).findFirst().flatMap(Invitations::invited);
  }

  private static Optional<Invited> invited(Object[] row) {
    return EmailAddress.parse((String) row[1])
        .map(
            email ->
                new Invited(
                    (Long) row[0],
                    email,
                    new Name((String) row[2], (String) row[3]),
                    (String) row[4]));
  }

  /** Issues a token for one message; tokens of earlier messages still work. */
  public String issueToken(long id) {
    String token = OneTimeTokens.random();
    Database.query(
            em,
            "insert into invitation_tokens (hash, invitation_id) values (?1, ?2)",
            OneTimeTokens.hash(token).orElseThrow(),
            id)
        .executeUpdate();
    return token;
  }

  /**
   * Whether an invitation to the address of this account replaces the account. A stranger may have
   * registered an unverified address. It is left to administrators what becomes of an account that
   * they gave rights or deactivated. An account whose former owner can take it back stays, too.
   */
  public boolean replaces(User user) {
    return !user.isEmailVerified()
        && (user.isActive() || user.awaitsApproval())
        && !user.isStaff()
        && !user.isSuperuser()
        && !hasRights(user.id())
        && !new OneTimeTokens(em).canUndo(user);
  }

  private boolean hasRights(long userId) {
    String select =
        "select exists (select from user_groups where user_id = ?1)"
            + " or exists (select from user_permissions where user_id = ?1)";
    return (Boolean) Database.query(em, select, userId).getSingleResult();
  }

  /** Accepts an invitation; of simultaneous attempts, one returns true. */
  public boolean accept(long id) {
    String update =
        "update invitations i set state = 'accepted', version = version + 1 where i.id = ?1 and ";
    return Database.query(em, update + STANDS, id).executeUpdate() == 1;
  }

  /**
   * Records the account of an accepted invitation, and adds it to the groups.
   *
   * @return the names of the groups, sorted
   */
  public List<String> complete(long id, long userId) {
    Database.query(em, "update invitations set user_id = ?2 where id = ?1", id, userId)
        .executeUpdate();
    List<?> names =
        Database.query(
                em,
                """
                with given as (
                  insert into user_groups (user_id, group_id)
                  select ?2, group_id from invitation_groups where invitation_id = ?1
                  returning group_id)
                select g.name from given join groups g on g.id = given.group_id order by g.name
                """,
                id,
                userId)
            .getResultList();
    return names.stream().map(String::valueOf).toList();
  }

  /** Makes an open invitation void; false if it is not open. */
  public boolean revoke(long id) {
    return Database.query(
                em,
                "update invitations set state = 'revoked', version = version + 1"
                    + " where id = ?1 and state = 'open'",
                id)
            .executeUpdate()
        == 1;
  }

  /**
   * Gives an open invitation its full time again, from another sender. Links of an expired
   * invitation stay void.
   *
   * @return false if it is not open
   */
  public boolean extend(long id, Optional<Long> sender, Duration lifetime) {
    Database.query(
            em,
            """
            delete from invitation_tokens where invitation_id in (
              select id from invitations where id = ?1 and expires_at <= now())
            """,
            id)
        .executeUpdate();
    return Database.query(
                em,
                """
                update invitations set invited_by = cast(nullif(?2, '') as bigint), version = version + 1,
                  expires_at = now() + make_interval(secs => ?3)
                where id = ?1 and state = 'open'
                """,
                id,
                sender.map(String::valueOf).orElse(""),
                (double) lifetime.toSeconds())
            .executeUpdate()
        == 1;
  }

  /** Removes invitations a month after their time. */
  public static Chore chore() {
    return new Expiry("invitations", "id", "expires_at < now() - interval '30 days'").chore();
  }

  /** The tables of this package. */
  public static List<Table> tables() {
    return Stream.of("invitations", "invitation_tokens", "invitation_groups")
        .map(Table::changeable)
        .toList();
  }
}
