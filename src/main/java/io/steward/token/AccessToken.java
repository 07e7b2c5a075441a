package io.steward.token;

import java.security.Principal;

/**
 * A verified access token.
 *
 * @param sessionId {@code sid}, the session it belongs to
 * @param tokenVersion {@code token_version}, the version of the user's tokens when it was issued
 * @param tokenId {@code jti}
 * @param issuedAt {@code iat}, in seconds since 1970
 * @param notBefore {@code nbf}, in seconds since 1970
 * @param expiresAt {@code exp}, in seconds since 1970
 */
public record AccessToken(
    Subject subject,
    String sessionId,
    long tokenVersion,
    String tokenId,
    long issuedAt,
    long notBefore,
    long expiresAt)
    implements Principal {

  /** The user's id as text: the claim {@code sub}. */
  @Override
  public String getName() {
    return Long.toString(subject.id());
  }
}
