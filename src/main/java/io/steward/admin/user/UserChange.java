package io.steward.admin.user;

import io.steward.admin.AdminTransactions;
import io.steward.admin.AdminTransactions.Work;
import io.steward.admin.Caller;
import io.steward.admin.IfMatch;
import io.steward.admin.Memberships;
import io.steward.admin.Target;
import io.steward.audit.AuditEvent;
import io.steward.audit.Changes;
import io.steward.credential.NewAddress;
import io.steward.credential.NewPassword;
import io.steward.credential.notice.Notices;
import io.steward.mail.MailKind;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.user.EmailAddress;
import io.steward.user.Name;
import io.steward.user.User;
import io.steward.user.Users;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Changes the given fields of a user; the other fields stay the same. */
public final class UserChange {
  public static final String PERMISSION = "users.change_user";

  private static final String OTHER = "Another administrator must change this for your account.";

  private final AdminTransactions transactions;
  private final NewPassword newPassword;
  private final Notices notices;
  private final InstantSource clock;

  public UserChange(
      AdminTransactions transactions,
      NewPassword newPassword,
      Notices notices,
      InstantSource clock) {
    this.transactions = transactions;
    this.newPassword = newPassword;
    this.notices = notices;
    this.clock = clock;
  }

  /**
   * The fields to change.
   *
   * @param isEmailVerified whether the administrator vouches for the address
   * @param activity whether the user may log in
   * @param groups the names of all groups that the user is to have
   * @param permissions the codes of all permissions that the user is to have directly
   * @param language a language tag; an empty one forgets the language
   */
  public record Patch(
      Optional<EmailAddress> email,
      Optional<Boolean> isEmailVerified,
      Optional<String> firstName,
      Optional<String> lastName,
      Optional<Activity> activity,
      Optional<Boolean> isStaff,
      Optional<Boolean> isSuperuser,
      Optional<Set<String>> groups,
      Optional<Set<String>> permissions,
      Optional<String> language) {

    /** Changes only whether the user may log in. */
    public static Patch of(Activity activity) {
      return only(Optional.of(activity), Optional.empty(), Optional.empty());
    }

    /** Changes only the groups. */
    public static Patch ofGroups(Set<String> names) {
      return only(Optional.empty(), Optional.of(names), Optional.empty());
    }

    /** Changes only the permissions given directly. */
    public static Patch ofPermissions(Set<String> codes) {
      return only(Optional.empty(), Optional.empty(), Optional.of(codes));
    }

    private static Patch only(
        Optional<Activity> activity,
        Optional<Set<String>> groups,
        Optional<Set<String>> permissions) {
      return new Patch(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          activity,
          Optional.empty(),
          Optional.empty(),
          groups,
          permissions,
          Optional.empty());
    }

    boolean isAboutRights() {
      return activity.isPresent()
          || isStaff.isPresent()
          || isSuperuser.isPresent()
          || groups.isPresent()
          || permissions.isPresent();
    }
  }

  /** Whether a user may log in. */
  public sealed interface Activity {
    /** The user may log in. */
    record Active() implements Activity {}

    /** The user may not log in. An end that was planned before stays planned. */
    record Inactive() implements Activity {}

    /**
     * The user may not log in.
     *
     * @param end when the account becomes active again; empty if that is not planned
     */
    record InactiveUntil(Optional<Instant> end) implements Activity {}
  }

  /**
   * Changes a user in a transaction of its own. A change of nothing writes nothing.
   *
   * @throws ProblemException 400 if the email address is taken, or a group or permission is
   *     unknown; 403; 404; 409 for the last active superuser; 412
   */
  public ManagedUser.Detail change(Caller caller, long userId, IfMatch condition, Patch patch) {
    Function<Work, ManagedUser.Detail> work =
        begun -> new ManagedUsers(begun).detail(apply(begun, userId, condition, patch));
    return patch.isAboutRights()
        ? transactions.changingRights(caller, PERMISSION, work)
        : transactions.in(caller, PERMISSION, work);
  }

  /**
   * Changes a user in this transaction, which must be one that changes rights if the patch does.
   *
   * @throws ProblemException as {@link #change}
   */
  public ManagedUser apply(Work work, long userId, IfMatch condition, Patch patch) {
    Target target = Target.locked(work, userId);
    ManagedUsers users = new ManagedUsers(work);
    ManagedUser before = users.byId(userId);
    condition.demand(before.version());
    demandKnown(work.em(), userId, patch);
    setProfile(target, patch);
    patch.isEmailVerified().ifPresent(is -> vouch(target, is));
    setFlags(target, patch);
    patch.activity().ifPresent(activity -> setActivity(target, activity));
    new Users(work.em()).flush();
    Memberships memberships = new Memberships(target);
    patch.groups().ifPresent(memberships::replaceGroups);
    patch.permissions().ifPresent(memberships::replacePermissions);
    ManagedUser after = users.byId(userId);
    AuditEvent event = event(before, after);
    tell(work.em(), before, target.user(), event);
    Changes changes = before.until(after);
    if (!changes.isEmpty()) {
      work.record(event, userId, "", changes);
    }
    if (!before.isActive() && before.sessions() > 0 && after.sessions() == 0) {
      work.record(AuditEvent.SESSIONS_ENDED, userId, "", new Changes());
    }
    return after;
  }

  private static void demandKnown(EntityManager em, long userId, Patch patch) {
    Set<String> groups = patch.groups().orElse(Set.of());
    Set<String> permissions = patch.permissions().orElse(Set.of());
    Memberships.demandKnown(em, groups, permissions, patch.email(), userId);
  }

  private void tell(EntityManager em, ManagedUser before, User user, AuditEvent event) {
    if (!before.email().equals(user.email())) {
      notices.askToVerify(em, user, "");
      if (before.emailVerifiedAt() != null && !user.isEmailVerified()) {
        notices.tellReplaced(em, before.email(), user);
      }
    }
    if (event == AuditEvent.USER_DEACTIVATED) {
      notices.tellDeactivated(em, user);
    }
    if (before.awaitsApproval() && user.isActive()) {
      notices.tell(em, MailKind.APPROVED, user);
    }
  }

  /** Another end of a deactivation is a deactivation too. */
  private static AuditEvent event(ManagedUser before, ManagedUser after) {
    if (before.isActive() == after.isActive()
        && Objects.equals(before.inactiveUntil(), after.inactiveUntil())) {
      return AuditEvent.USER_CHANGED;
    }
    return after.isActive() ? AuditEvent.USER_ACTIVATED : AuditEvent.USER_DEACTIVATED;
  }

  private void setProfile(Target target, Patch patch) {
    User user = target.user();
    Name name = user.name();
    user.rename(
        new Name(patch.firstName().orElse(name.first()), patch.lastName().orElse(name.last())));
    patch.language().ifPresent(user::speak);
    patch
        .email()
        .filter(email -> !email.text().equals(user.email()))
        .ifPresent(
            email -> {
              target.demandLogInAllowed();
              user.changeEmail(email);
              // The next query would also write the address, and miss that it is taken.
              new Users(target.work().em()).flush();
              newPassword.claimed(target.work().em(), user);
              NewAddress.endUndo(target.work().em(), user);
            });
  }

  /** Tokens say whether the address is verified, so the present ones end. */
  private void vouch(Target target, boolean isVerified) {
    User user = target.user();
    if (user.isEmailVerified() != isVerified) {
      target.demandLogInAllowed();
      if (isVerified) {
        user.verifyEmail(clock.instant());
      } else {
        user.doubtEmail();
      }
      target.work().sessions().renewTokens(user.id());
    }
  }

  private static void setFlags(Target target, Patch patch) {
    User user = target.user();
    boolean isStaff = patch.isStaff().orElse(user.isStaff());
    boolean isSuperuser = patch.isSuperuser().orElse(user.isSuperuser());
    if (isStaff == user.isStaff() && isSuperuser == user.isSuperuser()) {
      return;
    }
    target.demandOther(OTHER);
    if (isSuperuser != user.isSuperuser()) {
      demandSuperuser(target.work());
    }
    boolean loses = (user.isStaff() && !isStaff) || (user.isSuperuser() && !isSuperuser);
    if (loses) {
      new Users(target.work().em()).demandOtherSuperuser(user);
    }
    user.empower(isStaff, isSuperuser);
    target.work().sessions().renewTokens(user.id());
  }

  /**
   * Refuses everyone who gives or takes the superuser status without having it.
   *
   * @throws ProblemException 403
   */
  static void demandSuperuser(Work work) {
    if (!work.rights().isSuperuser()) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "Only a superuser gives or takes the superuser status.");
    }
  }

  private static void setActivity(Target target, Activity activity) {
    User user = target.user();
    boolean isActive = activity instanceof Activity.Active;
    if (isActive != user.isActive()) {
      target.demandOther(OTHER);
    }
    if (isActive) {
      user.activate();
      return;
    }
    new Users(target.work().em()).demandOtherSuperuser(user);
    if (activity instanceof Activity.InactiveUntil until) {
      user.deactivate(until.end().orElse(null));
    } else if (user.isActive()) {
      user.deactivate(null);
    }
    // Also of a user who was inactive before: a program with SQL does not end the sessions.
    target.work().sessions().endAll(user.id());
  }
}
