package io.steward.oauth.client;

import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.throttle.Throttle;
import java.util.Enumeration;
import java.util.Optional;

/** Authenticates OAuth clients by their secrets. */
public final class ClientAuthentication {
  private final Clients clients;
  private final Throttle throttle;

  public ClientAuthentication(Clients clients, Throttle throttle) {
    this.clients = clients;
    this.throttle = throttle;
  }

  /**
   * The authenticated client (RFC 6749, 2.3.1).
   *
   * @param headers all {@code Authorization} headers
   * @throws ProblemException 401; 429 after too many wrong secrets. The right secret is accepted
   *     even after too many wrong ones
   */
  public OauthClient authenticate(Enumeration<String> headers) {
    boolean sent = headers.hasMoreElements();
    Optional<OauthClient> client =
        BasicCredentials.of(headers).flatMap(basic -> clients.find(basic.id(), basic.secret()));
    if (client.isEmpty() && sent) {
      throttle.wrongClient();
    }
    return client.orElseThrow(ClientAuthentication::refusal);
  }

  private static ProblemException refusal() {
    ProblemType type = ProblemType.INVALID_CLIENT;
    return ProblemException.oauth(type, "invalid_client", type.detail());
  }
}
