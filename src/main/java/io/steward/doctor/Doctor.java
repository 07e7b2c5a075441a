package io.steward.doctor;

import io.steward.audit.AuditTable;
import io.steward.credential.invitation.Invitations;
import io.steward.credential.onetime.OneTimeTokens;
import io.steward.database.DatabaseServer;
import io.steward.database.Table;
import io.steward.database.connection.DatabaseRefusal;
import io.steward.mail.Outbox;
import io.steward.node.Nodes;
import io.steward.origin.forwarding.Networks;
import io.steward.session.Sessions;
import io.steward.settings.Settings;
import io.steward.settings.mail.LinkPurpose;
import io.steward.throttle.Throttle;
import io.steward.token.key.KeyRing;
import io.steward.user.Users;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Checks an installation. Each finding names the problem and its remedy. */
public final class Doctor {
  private static final Duration OLD = Duration.ofDays(365);
  private static final List<Library> LIBRARIES =
      List.of(
          new Library("Jersey", "org.glassfish.jersey.server.ResourceConfig"),
          new Library("EclipseLink", "org.eclipse.persistence.jpa.PersistenceProvider"),
          new Library("jose4j", "org.jose4j.jws.JsonWebSignature"));

  static final List<Table> TABLES =
      Stream.of(
              Users.tables(),
              Sessions.tables(),
              Throttle.tables(),
              Nodes.tables(),
              Invitations.tables(),
              List.of(Outbox.table(), OneTimeTokens.table()),
              List.of(AuditTable.TABLE, DatabaseServer.COMPATIBILITY))
          .flatMap(List::stream)
          .toList();

  private final Settings settings;
  private final KeyRing keys;
  private final Clock clock;

  public Doctor(Settings settings, KeyRing keys, Clock clock) {
    this.settings = settings;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * Checks everything except the database.
   *
   * @param container the name and version of the container
   */
  public List<Finding> examine(String container) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.good(
            "Container: %s on Java %s".formatted(container, Runtime.version().toString())));
    LIBRARIES.forEach(library -> findings.add(library.look()));
    findings.add(proxies());
    findings.add(key());
    findings.add(registration());
    findings.addAll(SignInReport.of(settings.web().publicUrl(), settings.authz()));
    findings.add(MailCheck.of(settings.mail()));
    findings.add(origins());
    findings.add(administration());
    if (!settings.throttle().isOn()) {
      findings.add(
          Finding.advice(
              "Throttle: STEWARD_THROTTLE is off: passwords can be guessed without limit"));
    }
    return findings;
  }

  private Finding proxies() {
    if (settings.proxy().trusted().isEverybody()) {
      return Finding.advice(
          "Proxies: STEWARD_PROXY_TRUSTED trusts every peer, so clients can claim any address:"
              + " name the networks of your proxies");
    }
    return Finding.good(
        settings.proxy().trusted().isEmpty()
            ? "Proxies: none trusted; if Steward is behind a proxy, name the proxy's network in"
                + " STEWARD_PROXY_TRUSTED"
            : "Proxies: trusted networks: " + settings.proxy().trusted());
  }

  private Finding registration() {
    boolean canInvite = settings.mail().hasLink(LinkPurpose.INVITATION);
    return switch (settings.web().registration()) {
      case OPEN -> Finding.good("Registration: open; anyone may create an account");
      case VERIFIED ->
          Finding.good(
              "Registration: open; a log-in needs a verified address"
                  + (settings.web().concealsAddresses()
                      ? "; answers do not show which addresses have an account"
                      : ""));
      case APPROVED ->
          Finding.good("Registration: open; the first log-in needs an administrator's approval");
      case INVITED ->
          canInvite
              ? Finding.good("Registration: only by invitation")
              : Finding.advice(
                  "Registration: only by invitation, but no invitation can be sent: set"
                      + " STEWARD_MAIL_HOST, and STEWARD_PUBLIC_URL or"
                      + " STEWARD_MAIL_LINK_INVITATION");
      case CLOSED ->
          Finding.good("Registration: closed; only administrators and commands create accounts");
    };
  }

  private Finding origins() {
    Set<String> origins = settings.web().origins();
    return Finding.good(
        origins.isEmpty()
            ? "Origins: pages of other origins may not use the API"
            : "Origins: these other origins may use the API: " + String.join(", ", origins));
  }

  private Finding administration() {
    Networks networks = settings.web().adminNetworks();
    return Finding.good(
        networks.isEmpty()
            ? "Administration: open to staff in every network; to close it, name networks in"
                + " STEWARD_ADMIN_NETWORKS"
            : "Administration: open to staff in " + networks);
  }

  private Finding key() {
    Instant since = keys.signing().inForceFrom();
    if (since.getEpochSecond() <= 0) {
      return Finding.good(
          String.format(
              Locale.ROOT,
              "Key: age unknown, because a secret has no date (keys in total: %d)",
              keys.all().size()));
    }
    Duration age = Duration.between(since, clock.instant());
    String told =
        String.format(
            Locale.ROOT,
            "Key: has signed for %d days (keys in total: %d)",
            age.toDays(),
            keys.all().size());
    return age.compareTo(OLD) > 0
        ? Finding.advice(told + ": replace it with 'keys rotate'")
        : Finding.good(told);
  }

  /**
   * Checks the database without changing it.
   *
   * @param hashesAtOnce how many passwords can be hashed at the same time
   */
  public List<Finding> examine(Connection connection, int hashesAtOnce) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    findings.addAll(new DatabaseExamination(settings, TABLES, hashesAtOnce, clock).of(connection));
    // After a fault such as a missing right, these queries may fail, and the fault would not be
    // reported.
    if (findings.stream().noneMatch(Finding::isFault)) {
      findings.addAll(StoredRows.sequences(connection));
      findings.add(StoredRows.search(connection));
    }
    return findings;
  }

  /**
   * Checks only the rights of the database role.
   *
   * @throws DatabaseRefusal if the role lacks a right
   */
  public void demandRights(Connection connection) throws SQLException {
    Optional<Finding> missing = DatabaseExamination.missingPrivileges(connection, TABLES);
    if (missing.isPresent()) {
      throw new DatabaseRefusal(missing.get().text());
    }
  }
}
