package io.steward.oauth.client;

import io.steward.audit.AuditEvent;
import io.steward.audit.Denials;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.throttle.Throttle;
import java.util.Enumeration;
import java.util.Optional;

/** Authenticates OAuth clients by their secrets. */
public final class ClientAuthentication {
  private final Clients clients;
  private final Throttle throttle;
  private final Denials denials;

  /**
   * Creates an instance.
   *
   * @param denials receives refused clients
   */
  public ClientAuthentication(Clients clients, Throttle throttle, Denials denials) {
    this.clients = clients;
    this.throttle = throttle;
    this.denials = denials;
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
    Optional<BasicCredentials> credentials = BasicCredentials.of(headers);
    Optional<OauthClient> client =
        credentials.flatMap(basic -> clients.find(basic.id(), basic.secret()));
    if (client.isEmpty() && sent) {
      // An unknown id may be a secret in the wrong place.
      String known =
          credentials
              .map(BasicCredentials::id)
              .filter(clients::has)
              .map("client "::concat)
              .orElse("");
      denials.add(AuditEvent.CLIENT_REFUSED, Optional.empty(), known);
      throttle.wrongClient();
    }
    return client.orElseThrow(ClientAuthentication::refusal);
  }

  private static ProblemException refusal() {
    ProblemType type = ProblemType.INVALID_CLIENT;
    return ProblemException.oauth(type, "invalid_client", type.detail());
  }
}
