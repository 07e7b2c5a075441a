package io.steward.account;

import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.token.TokenFault;
import io.steward.user.User;
import java.util.Optional;

/** The rule that a good token of a user who is gone, or deactivated, opens nothing. */
public final class Accounts {
  private Accounts() {}

  static User opened(Optional<User> user) {
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
