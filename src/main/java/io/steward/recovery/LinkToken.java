package io.steward.recovery;

import io.steward.api.Description;
import io.steward.api.Input;
import io.steward.api.TextField;
import io.steward.credential.onetime.OneTimeToken;
import io.steward.credential.onetime.OneTimeTokens;
import io.steward.problem.ProblemException;
import io.steward.settings.mail.LinkPurpose;
import io.steward.user.User;
import io.steward.user.Users;
import jakarta.persistence.EntityManager;
import java.util.Map;
import java.util.Optional;

/** The token of a link, which requests contain as the member {@code token}. */
public final class LinkToken {
  /** The member. */
  public static final TextField FIELD = TextField.token("token");

  private LinkToken() {}

  /** A stored token and the user for whom it was issued. */
  public record Found(OneTimeToken token, User user) {}

  /**
   * The token of a request that has no other member.
   *
   * @throws ProblemException 400 if it is missing
   */
  public static String of(Input input) {
    Optional<String> token = input.require(FIELD);
    input.refuseFaults();
    return token.orElseThrow();
  }

  /** Reads a token and its user, without using it. */
  public static Optional<Found> find(EntityManager em, LinkPurpose purpose, String text) {
    return new OneTimeTokens(em)
        .find(purpose, text)
        .flatMap(token -> new Users(em).byId(token.userId()).map(user -> new Found(token, user)));
  }

  /** Whether {@link #use} would use a token now. */
  static boolean isUsable(EntityManager em, LinkPurpose purpose, String text) {
    return find(em, purpose, text)
        .filter(found -> admits(purpose, found.user()))
        .filter(found -> new OneTimeTokens(em).isUsable(purpose, found.token(), found.user()))
        .isPresent();
  }

  /** Links that give access to an account, or change it, work only while it is active. */
  private static boolean admits(LinkPurpose purpose, User user) {
    return user.isActive() || purpose == LinkPurpose.VERIFY || purpose == LinkPurpose.UNDO;
  }

  /** Uses a token; returns it with its user, whose row is locked. */
  public static Optional<Found> use(EntityManager em, LinkPurpose purpose, String text) {
    OneTimeTokens tokens = new OneTimeTokens(em);
    return tokens
        .find(purpose, text)
        .flatMap(
            token ->
                new Users(em).byIdForUpdate(token.userId()).map(user -> new Found(token, user)))
        .filter(found -> admits(purpose, found.user()))
        .filter(found -> tokens.use(purpose, found.token(), found.user()));
  }

  /** The refusal of a token that cannot be used. It never says why. */
  public static ProblemException refusal() {
    return OneTimeTokens.refusal();
  }

  /** What OPTIONS says about an endpoint that reads only a token. */
  public static Map<String, Object> describe(String name) {
    return Description.of(name).reading("POST", FIELD.view(true)).members();
  }
}
