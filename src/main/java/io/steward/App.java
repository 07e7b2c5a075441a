package io.steward;

import io.steward.admin.user.UserActivation;
import io.steward.audit.AuditTable;
import io.steward.credential.invitation.InvitationMail;
import io.steward.credential.invitation.Invitations;
import io.steward.credential.onetime.OneTimeTokens;
import io.steward.database.Chore;
import io.steward.database.Connector;
import io.steward.database.connection.DatabaseRefusal;
import io.steward.doctor.Doctor;
import io.steward.doctor.Finding;
import io.steward.filter.BearerAuthentication;
import io.steward.gate.Cors;
import io.steward.gate.Gate;
import io.steward.gate.caller.Scripts;
import io.steward.gateway.RulesFile;
import io.steward.http.Api;
import io.steward.http.health.ReadinessResource;
import io.steward.log.Log;
import io.steward.mail.Composer;
import io.steward.mail.MailKind;
import io.steward.mail.Outbox;
import io.steward.mail.delivery.Courier;
import io.steward.node.RestoredRevocations;
import io.steward.node.RevocationFeed;
import io.steward.node.chores.Upkeep;
import io.steward.oauth.client.ClientAuthentication;
import io.steward.origin.forwarding.Forwarding;
import io.steward.recovery.LinkLetters;
import io.steward.session.Sessions;
import io.steward.settings.Settings;
import io.steward.throttle.Throttle;
import io.steward.user.HashCosts;
import io.steward.user.PermissionWatch;
import io.steward.user.StoredAddresses;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Builds every object once, starts and closes them; read it to see which class uses which. */
final class App implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Log LOG = Log.of("io.steward");

  private final Settings settings;
  private final Runnable awaitServer;
  private final Optional<RulesFile> rules;
  private final Engine engine;
  private final Endpoints endpoints;
  private final Doctor doctor;
  private final Connector connector;
  private final RevocationFeed feed;
  private final Upkeep upkeep;
  private final ReadinessResource readiness;
  private final List<Part> parts = new ArrayList<>();

  /** A part of the program. Parts start in order, and are closed in reverse order. */
  private record Part(Runnable start, Runnable close) {}

  /**
   * Builds all but the API.
   *
   * @param awaitServer returns when the database server has started
   */
  App(Settings settings, Clock wall, Runnable awaitServer) {
    this.settings = settings;
    this.awaitServer = awaitServer;
    rules = settings.authz().rules().map(RulesFile::new);
    engine = new Engine(settings, wall);
    doctor = new Doctor(settings, engine.keys.ring(), wall);
    connector =
        new Connector(
            engine.database,
            awaitServer,
            connection -> report(doctor.examine(connection, engine.passwords.atOnce())));
    feed = new RevocationFeed(engine.database, engine.revocations, engine.nodes, engine.clock);
    upkeep =
        new Upkeep(
            "steward-upkeep",
            engine.database,
            engine.nodes.presence(),
            chores(settings.auditRetentionDays(), rules.isPresent()));
    endpoints = new Endpoints(settings, engine);
    Optional<Courier> courier = courier();
    readiness =
        new ReadinessResource(
            engine.database,
            new ReadinessResource.Node(engine.revocations, engine.nodes, engine.clock),
            doctor::demandRights,
            courier.map(mail -> mail::backlog));
    addParts(courier);
  }

  private void addParts(Optional<Courier> courier) {
    parts.add(new Part(() -> {}, engine.database::close));
    parts.add(new Part(engine.keys::start, engine.keys::close));
    parts.add(new Part(engine.clients::start, engine.clients::close));
    rules.ifPresent(file -> parts.add(new Part(file::start, file::close)));
    parts.add(new Part(connector::start, connector::close));
    parts.add(new Part(upkeep::start, upkeep::close));
    parts.add(new Part(feed::start, feed::close));
    courier.ifPresent(mail -> parts.add(delivery(mail)));
    if (rules.isPresent()) {
      PermissionWatch watch = new PermissionWatch(engine.database, engine.permissions);
      parts.add(new Part(watch::start, watch::close));
    }
  }

  /** Builds the API. This is slow, so start the connector first. */
  Api api() {
    List<Object> resources = new ArrayList<>(endpoints.resources());
    resources.add(readiness);
    resources.addAll(new PageEndpoints(settings, engine, endpoints).all());
    return new Api(
        resources,
        rules.map(endpoints::forwardAuth),
        routes ->
            new Gate(
                new Forwarding(settings.proxy().trusted()),
                routes,
                new Cors(settings.web().origins()),
                new Gate.Callers(
                    new BearerAuthentication(engine.verifier, settings.jwt().headerPrefix()),
                    engine.browsers,
                    new Scripts(settings.web().opensApiToCookies(), engine.browsers, engine.clock),
                    new ClientAuthentication(engine.clients, engine.throttle, engine.denials),
                    engine.administrators),
                engine.html));
  }

  private Optional<Courier> courier() {
    return settings.mail().isOn()
        ? Optional.of(new Courier(engine.database, settings.mail(), engine.texts, composers()))
        : Optional.empty();
  }

  /** Delivery has a thread of its own: a slow mail server must not delay other chores. */
  private Part delivery(Courier mail) {
    Upkeep thread = new Upkeep("steward-mail", engine.database, mail.demandWrites(), mail.chores());
    return new Part(
        thread::start,
        () -> {
          thread.end();
          // Another node sends the messages that the mail server has not received completely.
          mail.stopSending();
          thread.close();
          // A mail server that takes long to check a message would block the thread.
          mail.cut();
          thread.close();
        });
  }

  /** The composers that complete messages before they are sent, by the kind of message. */
  private Map<MailKind, Composer> composers() {
    LinkLetters letters = new LinkLetters(settings.mail());
    Map<MailKind, Composer> composers = new EnumMap<>(letters.composers());
    composers.computeIfPresent(
        MailKind.VERIFICATION,
        (kind, verification) ->
            endpoints.concealedRegistration().composer(verification, letters::takenUnverified));
    composers.put(
        MailKind.INVITATION, new InvitationMail(engine.outbox, engine.throttle, settings));
    return composers;
  }

  /** The chores of all packages; permissions are read only if there is a rules file. */
  private List<Chore> chores(int auditRetentionDays, boolean hasRules) {
    return Stream.of(
            List.of(AuditTable.months(auditRetentionDays), engine.denials.chore()),
            hasRules ? List.of(engine.permissions.chore()) : List.<Chore>of(),
            List.of(
                StoredAddresses.chore(),
                OneTimeTokens.chore(),
                Outbox.chore(),
                Invitations.chore(),
                HashCosts.chore(engine.decoys),
                UserActivation.chore()),
            Sessions.chores(),
            RestoredRevocations.chores(),
            Throttle.chores())
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Connects to the database in the background, so that the container can continue.
   *
   * @param container the name and version of the container
   * @throws DatabaseRefusal if the container or its libraries are unsuitable
   */
  void start(String container) {
    report(doctor.examine(container));
    parts.forEach(part -> part.start().run());
  }

  /** Throws if the database can never work; see {@link Connector#awaitFirstAttempt}. */
  void awaitDatabase() {
    // Meanwhile the connector's thread applies the migrations.
    engine.database.prepare();
    awaitServer.run();
    if (connector.awaitFirstAttempt()) {
      feed.awaitFirst(PATIENCE);
      upkeep.awaitFirst(PATIENCE);
    }
  }

  private static void report(List<Finding> findings) {
    List<String> faults = new ArrayList<>();
    for (Finding finding : findings) {
      switch (finding.level()) {
        case GOOD -> LOG.info(finding.text());
        case ADVICE -> LOG.warning(finding.text());
        case FAULT -> faults.add(finding.text());
      }
    }
    if (!faults.isEmpty()) {
      throw new DatabaseRefusal(String.join("; ", faults));
    }
  }

  /**
   * Reports this node as not ready, so that proxies use other nodes. The node still serves
   * requests.
   */
  void leave() {
    readiness.leave();
  }

  @Override
  public void close() {
    for (int i = parts.size() - 1; i >= 0; i--) {
      parts.get(i).close().run();
    }
  }
}
