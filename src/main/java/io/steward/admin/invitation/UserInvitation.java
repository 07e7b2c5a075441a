package io.steward.admin.invitation;

import io.steward.admin.AdminTransactions;
import io.steward.admin.AdminTransactions.Work;
import io.steward.admin.Caller;
import io.steward.admin.IfMatch;
import io.steward.admin.Memberships;
import io.steward.admin.list.Conditions;
import io.steward.admin.list.KeysetList;
import io.steward.admin.list.ListRequest;
import io.steward.admin.list.Page;
import io.steward.admin.list.Sort;
import io.steward.api.FieldView;
import io.steward.audit.Actor;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.audit.Changes;
import io.steward.credential.invitation.Invitation;
import io.steward.credential.invitation.InvitationMail;
import io.steward.credential.invitation.Invitations;
import io.steward.credential.onetime.OneTimeTokens;
import io.steward.database.Database;
import io.steward.mail.Recipient;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.user.EmailAddress;
import io.steward.user.Name;
import io.steward.user.User;
import io.steward.user.Users;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Invites people, and changes their invitations. */
public final class UserInvitation {
  /** The permission for everything about invitations. */
  public static final String PERMISSION = "users.invite_user";

  private static final String VIEW = "users.view_user";

  private static final Fault HAS_RIGHTS =
      new Fault(
          "unique",
          "An account with this unverified address already exists, and is inactive or has rights."
              + " Change that account, or delete it and invite then.");
  private static final Fault UNDO_OPEN =
      new Fault(
          "unique",
          "An account with this unverified address already exists, and the owner of its former"
              + " address can still take it back. Change that account, or invite later.");

  private static final List<Sort> SORTS = List.of(Sort.byId());
  private static final List<FieldView> FILTERS =
      List.of(FieldView.choice("state", List.of("open", "accepted", "revoked", "expired", "void")));
  private static final KeysetList<ManagedInvitation> LIST =
      new KeysetList<>(ManagedInvitation.COLUMNS, ManagedInvitation.TABLE, ManagedInvitation::of);

  private final AdminTransactions transactions;
  private final InvitationMail mail;

  public UserInvitation(AdminTransactions transactions, InvitationMail mail) {
    this.transactions = transactions;
    this.mail = mail;
  }

  /**
   * A person to invite.
   *
   * @param groups the names of the groups that the person joins
   * @param language a language tag; may be empty
   */
  public record Guest(EmailAddress email, Name name, Set<String> groups, String language) {}

  /**
   * Invites a person by mail.
   *
   * @throws ProblemException 400 if the address has an account that does not give way or an open
   *     invitation, or a group is unknown; 403 for a group that the caller may not give, or if
   *     registration is closed; 503 without mail
   */
  public ManagedInvitation invite(Caller caller, Guest guest) {
    mail.demand();
    return transactions.changingRights(
        caller,
        PERMISSION,
        work -> {
          ProblemException.demandAll(
              List.of(
                  () -> Memberships.demandGivable(work, guest.groups()),
                  () -> demandFree(work, guest.email())));
          Invitation invitation =
              new Invitation(
                  guest.email(),
                  guest.name(),
                  guest.groups(),
                  guest.language(),
                  sender(work.actor()),
                  mail.lifetime());
          long id = new Invitations(work.em()).add(invitation);
          return sent(work, byId(work.em(), id), AuditEvent.INVITED);
        });
  }

  private static Optional<Long> sender(Actor actor) {
    return actor instanceof Actor.User user ? Optional.of(user.id()) : Optional.empty();
  }

  /** Refuses an address with an account, unless the invited person gets that account. */
  private static void demandFree(Work work, EmailAddress email) {
    EntityManager em = work.em();
    OneTimeTokens tokens = new OneTimeTokens(em);
    Optional<User> user = new Users(em).byEmail(email.text());
    if (user.filter(User::isEmailVerified).isPresent() || tokens.isKeptFromOthers(email, 0)) {
      throw Users.taken();
    }
    Optional<User> staying = user.filter(present -> !new Invitations(em).replaces(present));
    if (staying.isPresent()) {
      // The reason tells about the account.
      throw work.rights().has(VIEW)
          ? ProblemException.invalid(
              "email", tokens.canUndo(staying.get()) ? UNDO_OPEN : HAS_RIGHTS)
          : Users.taken();
    }
  }

  /**
   * Sends an open invitation again, from the caller, with its full time. Links of earlier messages
   * still work, unless it had expired.
   *
   * @throws ProblemException 403 for a group that the caller may not give; 404; 409 unless it is
   *     open; 412; 429 after too many messages to the address
   */
  public ManagedInvitation resend(Caller caller, long id, IfMatch condition) {
    mail.demand();
    return transactions.changingRights(
        caller,
        PERMISSION,
        work -> {
          demanded(work, id, condition);
          if (!new Invitations(work.em()).extend(id, sender(work.actor()), mail.lifetime())) {
            throw notOpen();
          }
          return sent(work, byId(work.em(), id), AuditEvent.INVITATION_RESENT);
        });
  }

  /**
   * Makes an invitation void.
   *
   * @throws ProblemException as {@link #resend}, except 503
   */
  public ManagedInvitation revoke(Caller caller, long id, IfMatch condition) {
    return transactions.changingRights(
        caller,
        PERMISSION,
        work -> {
          demanded(work, id, condition);
          if (!new Invitations(work.em()).revoke(id)) {
            throw notOpen();
          }
          ManagedInvitation revoked = byId(work.em(), id);
          record(work, revoked, AuditEvent.INVITATION_REVOKED);
          return revoked;
        });
  }

  private static ProblemException notOpen() {
    return new ProblemException(ProblemType.CONFLICT, "The invitation is not open.");
  }

  private static void demanded(Work work, long id, IfMatch condition) {
    ManagedInvitation invitation = byId(work.em(), id);
    Memberships.demandGivable(work, Set.copyOf(invitation.groups()));
    condition.demand(invitation.version());
  }

  private ManagedInvitation sent(Work work, ManagedInvitation invitation, AuditEvent event) {
    Recipient recipient =
        new Recipient(invitation.email(), Optional.empty(), invitation.language());
    mail.post(work.em(), invitation.id(), recipient);
    record(work, invitation, event);
    return invitation;
  }

  private static void record(Work work, ManagedInvitation invitation, AuditEvent event) {
    Changes changes = new Changes().add("email", null, invitation.email());
    if (!invitation.groups().isEmpty()) {
      changes.add("groups", List.of(), invitation.groups());
    }
    String detail = "invitation " + invitation.id();
    new AuditLog(work.em()).record(work.actor(), event, AuditSubject.UNKNOWN, detail, changes);
  }

  /**
   * Reads a page.
   *
   * @param query the parameters of the list as sent; null if there are none
   * @throws ProblemException 400 naming what is allowed
   */
  public Page<ManagedInvitation> page(Caller caller, @Nullable String query) {
    ListRequest request = ListRequest.of("invitations", query, SORTS, FILTERS, "-id");
    Conditions filters = new Conditions();
    request
        .query()
        .text("state")
        .ifPresent(state -> filters.add(Invitations.STATE + " = ?", state));
    return transactions.in(caller, PERMISSION, work -> LIST.page(work.em(), request, filters));
  }

  /** The parameters of the list, as OPTIONS shows them. */
  static List<FieldView> views() {
    return ListRequest.views(SORTS, FILTERS);
  }

  /** The id of the invitation of an address that is neither accepted nor revoked. */
  public Optional<Long> pending(Caller caller, EmailAddress email) {
    return find(caller, email, "state = 'open'");
  }

  /** The id of the invitation of an address that is pending, or of the latest one. */
  public Optional<Long> latest(Caller caller, EmailAddress email) {
    return find(caller, email, "true");
  }

  private Optional<Long> find(Caller caller, EmailAddress email, String condition) {
    String select =
        "select id from invitations where lower(email collate \"C\") = lower(?1 collate \"C\")"
            + " and %s order by state = 'open' desc, id desc limit 1".formatted(condition);
    return transactions.in(
        caller,
        PERMISSION,
        work -> {
          List<?> ids = Database.query(work.em(), select, email.text()).getResultList();
          return ids.stream().map(Long.class::cast).findFirst();
        });
  }

  /**
   * Reads an invitation.
   *
   * @throws ProblemException 404
   */
  ManagedInvitation read(Caller caller, long id) {
    return transactions.in(caller, PERMISSION, work -> byId(work.em(), id));
  }

  private static ManagedInvitation byId(EntityManager em, long id) {
    String select =
        "select %s from %s where id = ?1"
            .formatted(ManagedInvitation.COLUMNS, ManagedInvitation.TABLE);
    List<?> rows = Database.query(em, select, id).getResultList();
    return rows.stream()
        .map(Object[].class::cast)
        .map(ManagedInvitation::of)
        .findFirst()
        .orElseThrow(() -> ProblemException.notFound("invitation", id));
  }
}
