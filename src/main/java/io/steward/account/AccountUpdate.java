package io.steward.account;

import io.steward.audit.Actor;
import io.steward.credential.AcceptedPassword;
import io.steward.credential.Checked;
import io.steward.credential.CurrentPassword;
import io.steward.credential.NewAddress;
import io.steward.credential.NewPassword;
import io.steward.credential.NewPassword.Replacement;
import io.steward.password.Password;
import io.steward.password.PasswordHash;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import io.steward.session.SessionTransactions;
import io.steward.user.EmailAddress;
import io.steward.user.Name;
import io.steward.user.User;
import io.steward.user.Users;
import jakarta.persistence.EntityManager;
import java.util.Optional;

/** Changes the given fields of the caller's own account; the other fields stay the same. */
public final class AccountUpdate {
  private static final Fault PROVE =
      new Fault("proof_required", "Use /user/change_email/ to change the address.");

  private final ActiveUsers activeUsers;
  private final SessionTransactions transactions;
  private final NewAddress newAddress;
  private final CurrentPassword currentPassword;
  private final NewPassword newPassword;

  public AccountUpdate(
      ActiveUsers activeUsers,
      SessionTransactions transactions,
      NewAddress newAddress,
      CurrentPassword currentPassword,
      NewPassword newPassword) {
    this.activeUsers = activeUsers;
    this.transactions = transactions;
    this.newAddress = newAddress;
    this.currentPassword = currentPassword;
    this.newPassword = newPassword;
  }

  /** The fields to change. */
  public record Change(
      Optional<EmailAddress> email,
      Optional<String> firstName,
      Optional<String> lastName,
      Optional<Password> password,
      Optional<String> language) {

    /** Whether this change would let the holder of a stolen token take over the account. */
    boolean isSensitiveFor(User user) {
      return password.isPresent() || newEmail(user).isPresent();
    }

    /** The address, if it differs from the stored one. */
    Optional<EmailAddress> newEmail(User user) {
      return email.filter(e -> !e.text().equals(user.email()));
    }

    /**
     * Whether the change asks for a new address, so that the answer shows if it is taken. A change
     * of letter case does not count.
     */
    boolean claimsAddress(User user) {
      String own = EmailAddress.canonical(user.email());
      return email.filter(e -> !e.canonical().equals(own)).isPresent();
    }

    Name nameAfter(Name before) {
      return new Name(firstName.orElse(before.first()), lastName.orElse(before.last()));
    }

    Optional<EmailAddress> emailAfter(User before) {
      return email.or(() -> EmailAddress.parse(before.email()));
    }
  }

  /**
   * Who asks for a change.
   *
   * @param language of the person, as a tag; may be empty
   * @param current the current password, if it was given
   */
  public record Asker(String sessionId, String language, Optional<Password> current) {}

  /** Why the user's address cannot be changed at once; empty if it can. */
  public Optional<Fault> addressFault(User user, Change change) {
    return Optional.of(PROVE)
        .filter(fault -> change.claimsAddress(user) && newAddress.mustBeProved(user));
  }

  /**
   * Updates an account. A new password ends all of the account's sessions except the asker's. The
   * current password is used only if the change is sensitive.
   *
   * @param user the user as read before the change, without a row lock
   * @throws io.steward.problem.ProblemException 400 if the current password is wrong or missing, or
   *     the email address is taken or must be proved first; 401 if the user is gone; 429 after too
   *     many wrong passwords or too many new addresses
   */
  public Checked<User> update(User user, Asker asker, Change change) {
    return checkedPassword(change, user)
        .map(
            fresh ->
                CurrentPassword.settled(
                    user,
                    () -> activeUsers.open(user.id()),
                    before -> attempt(before, asker, change, fresh)));
  }

  private Checked<Optional<AcceptedPassword>> checkedPassword(Change change, User user) {
    Name name = change.nameAfter(user.name());
    Optional<EmailAddress> email = change.emailAfter(user);
    return change
        .password()
        .map(password -> newPassword.check(password, name, email).map(Optional::of))
        .orElseGet(() -> new Checked.Accepted<>(Optional.empty()));
  }

  private Optional<User> attempt(
      User before, Asker asker, Change change, Optional<AcceptedPassword> fresh) {
    prove(change, before, asker.current());
    Optional<PasswordHash> hash = fresh.map(newPassword::hash);
    return transactions.inTransaction(
        (em, sessions) -> {
          Optional<User> locked =
              ActiveUsers.locked(em, before.id()).filter(now -> isProved(change, before, now));
          if (locked.isPresent()) {
            User now = locked.get();
            Actor owner = new Actor.User(now.id());
            apply(change, now, em, asker);
            hash.map(h -> new Replacement(owner, h, Optional.of(asker.sessionId())))
                .ifPresent(r -> newPassword.replace(em, sessions, now, r));
          }
          return locked;
        });
  }

  private void prove(Change change, User before, Optional<Password> current) {
    if (change.isSensitiveFor(before)) {
      currentPassword.prove(current.orElseThrow(CurrentPassword::missing), before);
    }
    if (change.claimsAddress(before)) {
      newAddress.claim();
    }
  }

  /** Whether the password that was checked for {@code before} is still enough for {@code now}. */
  private static boolean isProved(Change change, User before, User now) {
    return change.isSensitiveFor(before)
        ? CurrentPassword.isCurrent(now, before)
        : !change.isSensitiveFor(now);
  }

  private void apply(Change change, User user, EntityManager em, Asker asker) {
    addressFault(user, change)
        .ifPresent(
            fault -> {
              throw ProblemException.invalid("email", fault);
            });
    user.rename(change.nameAfter(user.name()));
    change.language().ifPresent(user::speak);
    // An unchanged address is not stored again: the database may refuse it if another user has it
    // too.
    change
        .newEmail(user)
        .map(
            e ->
                new NewAddress.Replacement(
                    new Actor.User(user.id()),
                    asker.sessionId(),
                    e,
                    Optional.empty(),
                    asker.language()))
        .ifPresent(replacement -> newAddress.replace(em, user, replacement));
    new Users(em).flush();
  }
}
