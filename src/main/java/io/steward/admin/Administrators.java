package io.steward.admin;

import io.steward.database.Database;
import io.steward.origin.IpAddress;
import io.steward.origin.forwarding.Networks;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.token.AccessToken;
import io.steward.token.TokenFault;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Optional;

/** Decides whether a caller may administer. Reads the rights from the database each time. */
public final class Administrators {
  private static final String CONTINUES =
      """
      select exists (select from sessions s join users u on u.id = s.user_id
        where s.id = ?1 and u.id = ?2 and s.token_version >= u.token_version)
      """;

  private final Database database;
  private final Networks networks;
  private final Clock clock;

  /**
   * Creates the decision.
   *
   * @param networks the networks from which the administration is open; empty for all
   */
  public Administrators(Database database, Networks networks, Clock clock) {
    this.database = database;
    this.networks = networks;
    this.clock = clock;
  }

  /**
   * Refuses requests from other networks.
   *
   * @throws ProblemException 403
   */
  public void demandNetwork(String ip) {
    boolean isOpen =
        networks.isEmpty() || IpAddress.parse(ip).filter(networks::contain).isPresent();
    if (!isOpen) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "The administration is closed to your network.");
    }
  }

  /**
   * Refuses bearers who are not active staff with the permission.
   *
   * @param permission the code; empty if none is needed
   * @throws ProblemException 401 if the user is gone, 403
   */
  public void demand(AccessToken token, String permission) {
    Rights rights = database.read(em -> rights(em, token));
    demand(rights, permission);
  }

  /**
   * The rights of a caller, read in this transaction.
   *
   * @throws ProblemException 401 or 403 as in {@link #demand(AccessToken, String)}
   */
  Rights demand(EntityManager em, Caller caller, String permission) {
    if (!(caller instanceof Caller.Bearer bearer)) {
      return Rights.ALL;
    }
    Rights rights = rights(em, bearer.token());
    demand(rights, permission);
    return rights;
  }

  private Rights rights(EntityManager em, AccessToken token) {
    Rights rights =
        Rights.of(em, token.subject().id())
            .filter(found -> !token.isOlderThanUser(found.joined(), clock.instant()))
            .orElseThrow(() -> invalid(TokenFault.NO_USER));
    demandSession(em, token);
    return Optional.of(rights)
        .filter(Rights::isActive)
        .orElseThrow(() -> invalid(TokenFault.INACTIVE_USER));
  }

  /** A request may take minutes, and its token may have been revoked meanwhile. */
  private static void demandSession(EntityManager em, AccessToken token) {
    Object continues =
        Database.query(em, CONTINUES, token.sessionId(), token.subject().id()).getSingleResult();
    if (!(Boolean) continues) {
      throw invalid(TokenFault.REVOKED);
    }
  }

  static void demand(Rights rights, String permission) {
    if (!rights.administers(permission)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          permission.isEmpty() || !rights.isStaff()
              ? "Only staff may use the administration."
              : "You need the permission " + permission + ".");
    }
  }

  private static ProblemException invalid(TokenFault fault) {
    return new ProblemException(ProblemType.INVALID_TOKEN, fault.detail());
  }
}
