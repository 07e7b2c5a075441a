package io.steward.oauth;

import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.throttle.Throttle;
import java.util.Enumeration;
import java.util.Optional;

/** Tells configured clients from everybody else. */
public final class ClientAuthentication {
  private final Clients clients;
  private final Throttle throttle;

  public ClientAuthentication(Clients clients, Throttle throttle) {
    this.clients = clients;
    this.throttle = throttle;
  }

  /**
   * The client that these headers prove (RFC 6749, 2.3.1).
   *
   * @param headers all headers of the name {@code Authorization}
   * @throws ProblemException 401; 429 after too many wrong secrets, which never keeps out a right
   *     one
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
