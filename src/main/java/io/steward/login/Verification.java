package io.steward.login;

import io.steward.database.Database;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.token.AccessToken;
import io.steward.token.AccessTokenVerifier;
import io.steward.token.InvalidTokenException;
import io.steward.token.TokenFault;
import io.steward.user.User;
import io.steward.user.Users;
import java.time.Clock;

/** Checks that an access token is valid and that its user may still log in. */
public final class Verification {
  private final AccessTokenVerifier verifier;
  private final Database database;
  private final Clock clock;

  public Verification(AccessTokenVerifier verifier, Database database, Clock clock) {
    this.verifier = verifier;
    this.database = database;
    this.clock = clock;
  }

  /**
   * Checks a token.
   *
   * @throws ProblemException 400 if the token is invalid, or its user is gone, inactive or joined
   *     after the token was issued; 503 if this cannot be decided now
   */
  public void verify(String text) {
    AccessToken token = token(text);
    User user =
        database
            .read(em -> new Users(em).byId(token.subject().id()))
            .filter(found -> !token.isOlderThanUser(found.dateJoined(), clock.instant()))
            .orElseThrow(Verification::noUser);
    if (!user.isActive()) {
      throw refused(TokenFault.INACTIVE_USER, TokenFault.INACTIVE_USER.detail());
    }
  }

  private AccessToken token(String text) {
    try {
      return verifier.verify(text);
    } catch (InvalidTokenException e) {
      throw switch (e.fault()) {
        case UNDECIDED -> new ProblemException(ProblemType.UNDECIDED);
        case NO_USER -> noUser();
        default -> refused(e.fault(), e.fault().detail());
      };
    }
  }

  private static ProblemException noUser() {
    return refused(TokenFault.NO_USER, "User doesn't exist.");
  }

  private static ProblemException refused(TokenFault fault, String message) {
    return ProblemException.invalid("non_field_errors", new Fault(fault.code(), message));
  }
}
