package io.steward.account;

import io.steward.database.Database;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.token.AccessToken;
import io.steward.token.TokenFault;
import io.steward.user.User;
import io.steward.user.UserView;
import io.steward.user.UserViews;
import io.steward.user.Users;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Finds the user of a valid token. The user may have been deleted or deactivated after the token
 * was issued.
 */
public final class ActiveUsers {
  private final Database database;
  private final Clock clock;

  public ActiveUsers(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Reads an active user.
   *
   * @throws ProblemException 401 if the user is deleted or inactive
   */
  User open(long userId) {
    return opened(database.read(em -> new Users(em).byId(userId)));
  }

  /**
   * Reads the active user of a token.
   *
   * @throws ProblemException 401 if the user is deleted or inactive, or registered only after the
   *     token was issued
   */
  User of(AccessToken token) {
    User user = open(token.subject().id());
    demandYounger(token, user.dateJoined());
    return user;
  }

  /**
   * Reads an active user in the form that the API returns.
   *
   * @throws ProblemException 401 if the user is deleted or inactive, or registered only after the
   *     token was issued
   */
  UserView view(AccessToken token) {
    UserViews.Stored found =
        new UserViews(database)
            .byId(token.subject().id())
            .orElseThrow(() -> refusal(TokenFault.NO_USER));
    if (!found.isActive()) {
      throw refusal(TokenFault.INACTIVE_USER);
    }
    demandYounger(token, found.view().dateJoined());
    return found.view();
  }

  private void demandYounger(AccessToken token, Instant joined) {
    if (token.isOlderThanUser(joined, clock.instant())) {
      throw refusal(TokenFault.NO_USER);
    }
  }

  /**
   * Locks the row of an active user; empty if the user is gone by now. The caller then refuses the
   * request with {@link #open}, outside the transaction.
   */
  static Optional<User> locked(EntityManager em, long userId) {
    return new Users(em).byIdForUpdate(userId).filter(User::isActive);
  }

  private static User opened(Optional<User> user) {
    User found = user.orElseThrow(() -> refusal(TokenFault.NO_USER));
    if (!found.isActive()) {
      throw refusal(TokenFault.INACTIVE_USER);
    }
    return found;
  }

  private static ProblemException refusal(TokenFault fault) {
    return new ProblemException(ProblemType.INVALID_TOKEN, fault.detail());
  }
}
