package io.steward.admin;

import io.steward.admin.AdminTransactions.Work;
import io.steward.audit.Actor;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.user.User;
import io.steward.user.Users;

/**
 * A user on whom an administrator acts. The row is locked.
 *
 * @param rights the rights of the user, or those that an inactive user would have
 */
public record Target(Work work, User user, Rights rights) {
  /**
   * Locks the row of a user whose rights the administrator has too. Otherwise, administrators could
   * gain rights by acting on users who have more.
   *
   * @throws ProblemException 403; 404 if there is no such user
   */
  public static Target locked(Work work, long userId) {
    User user =
        new Users(work.em())
            .byIdForUpdate(userId)
            .orElseThrow(() -> ProblemException.notFound("user", userId));
    Rights rights =
        Rights.of(work.em(), userId).orElseThrow(() -> ProblemException.notFound("user", userId));
    if (!work.rights().cover(rights)) {
      throw refusal(
          rights.isSuperuser()
              ? "Only a superuser may do this to a superuser."
              : "This user has permissions that you do not have.");
    }
    return new Target(work, user, rights);
  }

  /**
   * Refuses administrators who act on their own account.
   *
   * @param way how the change is possible, as a sentence
   * @throws ProblemException 403
   */
  public void demandOther(String way) {
    if (work.actor().equals(new Actor.User(user.id()))) {
      throw refusal(way);
    }
  }

  /**
   * Refuses to set what the user logs in with. An administrator could log in as the user, and the
   * groups of the user may mean rights in other programs.
   *
   * @throws ProblemException 403
   */
  public void demandLogInAllowed() {
    demandOther("Use /user/update/ to change your own address or password.");
    if (!work.rights().isSuperuser() && !work.rights().groups().containsAll(rights.groups())) {
      throw refusal(
          "You may set the address and the password only of users whose groups are all yours.");
    }
  }

  private static ProblemException refusal(String sentence) {
    return new ProblemException(ProblemType.FORBIDDEN, sentence);
  }
}
