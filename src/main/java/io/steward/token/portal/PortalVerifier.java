package io.steward.token.portal;

import io.steward.token.AccessToken;
import io.steward.token.AccessTokenVerifier;
import io.steward.token.InvalidTokenException;
import io.steward.token.TokenFault;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Verifies the tokens in a portal's cookies. */
public final class PortalVerifier {
  /**
   * The most cookies that are read: a host beside a portal can set any number of cookies for the
   * whole domain.
   */
  public static final int MOST = 4;

  private final AccessTokenVerifier verifier;

  public PortalVerifier(AccessTokenVerifier verifier) {
    this.verifier = verifier;
  }

  /**
   * The token among the values of a portal's cookie. Empty if none is valid, or if they belong to
   * different sessions: another host of the domain has then set one of them.
   *
   * @throws InvalidTokenException if revocations are unavailable
   */
  public Optional<PortalToken> verified(List<String> values) {
    if (values.size() > MOST) {
      // Another host of the domain could hide the person's own cookie behind many others.
      return Optional.empty();
    }
    @Nullable PortalToken newest = null;
    for (String value : values) {
      @Nullable AccessToken token = verified(value);
      if (token == null) {
        continue;
      }
      if (newest != null && !newest.claims().sessionId().equals(token.sessionId())) {
        return Optional.empty();
      }
      newest =
          newest == null || token.issuedAt() > newest.claims().issuedAt()
              ? new PortalToken(token, value)
              : newest;
    }
    return Optional.ofNullable(newest);
  }

  /**
   * The content of a token that may have expired or been revoked; use it only to explain the token.
   *
   * @throws InvalidTokenException if Steward did not issue it for these hosts
   */
  public AccessToken identified(String value) {
    return verifier.identify(value);
  }

  private @Nullable AccessToken verified(String value) {
    try {
      return verifier.verify(value);
    } catch (InvalidTokenException e) {
      if (e.fault() == TokenFault.UNDECIDED) {
        throw e;
      }
      return null;
    }
  }
}
