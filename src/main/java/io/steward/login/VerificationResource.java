package io.steward.login;

import io.steward.access.Anyone;
import io.steward.api.Description;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
import io.steward.database.Database;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.token.AccessToken;
import io.steward.token.AccessTokenVerifier;
import io.steward.token.InvalidTokenException;
import io.steward.user.User;
import io.steward.user.Users;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.Optional;

/** Reports whether a token is valid and its user still exists. */
@Path("user/verify_token")
@Produces(MediaTypes.JSON)
public final class VerificationResource {
  private final AccessTokenVerifier verifier;
  private final Database database;

  public VerificationResource(AccessTokenVerifier verifier, Database database) {
    this.verifier = verifier;
    this.database = database;
  }

  /** The valid token. */
  public record View(String token) {}

  @POST
  @Anyone
  public View verify(Input input) {
    Optional<String> token = input.require(TokenFields.ACCESS_TOKEN);
    input.refuseFaults();
    long userId = verified(token.orElseThrow()).subject().id();
    User user =
        database.read(em -> new Users(em).byId(userId)).orElseThrow(VerificationResource::noUser);
    if (!user.isActive()) {
      throw refused("User account is disabled.");
    }
    return new View(token.orElseThrow());
  }

  private AccessToken verified(String token) {
    try {
      return verifier.verify(token);
    } catch (InvalidTokenException e) {
      throw switch (e.fault()) {
        case UNDECIDED -> new ProblemException(ProblemType.UNDECIDED);
        case NO_USER -> noUser();
        default -> refused(e.fault().detail());
      };
    }
  }

  private static ProblemException noUser() {
    return refused("User doesn't exist.");
  }

  private static ProblemException refused(String message) {
    return ProblemException.invalid("non_field_errors", message);
  }

  @OPTIONS
  @Anyone
  public Description describe() {
    return Description.of("Verify Json Web Token");
  }
}
