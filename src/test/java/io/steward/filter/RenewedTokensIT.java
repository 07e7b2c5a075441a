package io.steward.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.clock.ReferenceClock;
import io.steward.database.Database;
import io.steward.filter.feed.FeedSettings;
import io.steward.filter.feed.RevocationPoll;
import io.steward.session.SessionTransactions;
import io.steward.session.Sessions;
import io.steward.settings.Settings;
import io.steward.settings.source.Secret;
import io.steward.testing.Await;
import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.TestClients;
import io.steward.testing.TestServer;
import io.steward.testing.TestTokens;
import io.steward.testing.TokenPair;
import io.steward.testing.TwoNodes;
import io.steward.token.AccessToken;
import io.steward.token.AccessTokenVerifier;
import io.steward.token.InvalidTokenException;
import io.steward.token.Revocations;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Access tokens after a change of groups: at two nodes, and in another web application. */
final class RenewedTokensIT {
  private static final Duration KNOWN = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int PER_USER = 3;
  private static final Revocations PORTAL = new Revocations(Duration.ofSeconds(60));

  private static TwoNodes nodes;
  private static Database database;
  private static Settings settings;
  private static AccessTokenVerifier verifier;
  private static RevocationPoll poll;

  @BeforeAll
  static void start() {
    TestClients clients = new TestClients(Folders.fresh("renewed-tokens").resolve("clients"));
    String basic = clients.addBasic("portal");
    nodes =
        TwoNodes.start(
            Map.of(
                "clients.file",
                clients.path().toString(),
                "sessions.per_user",
                String.valueOf(PER_USER)));
    settings =
        TestServer.settings(
            nodes.database().url(), Map.of("sessions.per_user", String.valueOf(PER_USER)));
    database = new Database(settings.database());
    database.connect();
    ReferenceClock clock = new ReferenceClock(Clock.systemUTC());
    verifier =
        new AccessTokenVerifier(
            settings.jwt(), TestTokens.keys(settings.jwt(), clock), PORTAL, clock);
    FeedSettings feed =
        new FeedSettings(URI.create(nodes.otherUrl("/revocations")), new Secret(basic));
    poll = new RevocationPoll(feed, PORTAL, clock, Duration.ofMillis(250));
    poll.start();
    Await.until("the portal knows the revocations", PATIENCE, () -> !PORTAL.isStale());
  }

  @AfterAll
  static void stop() {
    poll.close();
    database.close();
    nodes.close();
  }

  private static long id(String email) {
    String select = "select id from users where email = '" + email + "'";
    return Long.parseLong(nodes.database().query(select).get(0));
  }

  private static void renew(Consumer<Sessions> renewal) {
    new SessionTransactions(settings, database, new Revocations(Duration.ofSeconds(60)))
        .inTransaction(
            (em, sessions) -> {
              renewal.accept(sessions);
              return true;
            });
  }

  private static boolean portalAccepts(TokenPair pair) {
    try {
      verifier.verify(pair.access());
      return true;
    } catch (InvalidTokenException e) {
      return false;
    }
  }

  private static boolean isAccepted(TokenPair pair) {
    return portalAccepts(pair) || nodes.both().stream().anyMatch(pair::opens);
  }

  private static AccessToken accepted(TokenPair pair) throws InvalidTokenException {
    for (Http node : nodes.both()) {
      assertThat(pair.opens(node)).isTrue();
    }
    return verifier.verify(pair.access());
  }

  private static void join(long user, String group) {
    nodes
        .database()
        .execute(
            """
            insert into groups (name) values ('%2$s') on conflict do nothing;
            insert into user_groups select %1$s, id from groups where name = '%2$s'
            """
                .formatted(user, group));
  }

  @Test
  void renewed_tokens_are_refused_everywhere_within_a_second_and_a_refresh_brings_groups()
      throws InvalidTokenException {
    String email = nodes.user();
    TokenPair here = TokenPair.logIn(nodes.one(), email);
    TokenPair there = TokenPair.logIn(nodes.other(), email);
    TokenPair another = nodes.logIn();
    accepted(here);
    accepted(there);
    join(id(email), "editors");
    renew(sessions -> sessions.renewTokens(id(email)));
    Await.until(
        "the tokens are refused everywhere", KNOWN, () -> !isAccepted(here) && !isAccepted(there));
    for (TokenPair pair : List.of(here, there)) {
      TokenPair fresh = TokenPair.of(pair.refreshAt(nodes.one()));
      assertThat(accepted(fresh).subject().groups()).isEqualTo(Set.of("editors"));
    }
    accepted(another);
  }

  @Test
  void two_renewals_within_a_second_refuse_the_tokens_from_between() throws InvalidTokenException {
    String email = nodes.user();
    TokenPair pair = TokenPair.logIn(nodes.one(), email);
    renew(sessions -> sessions.renewTokens(id(email)));
    TokenPair between = TokenPair.of(pair.refreshAt(nodes.one()));
    renew(sessions -> sessions.renewTokens(id(email)));
    Await.until("the token is refused", KNOWN, () -> !isAccepted(between));
    accepted(TokenPair.of(between.refreshAt(nodes.other())));
  }

  @Test
  void a_renewal_for_a_group_reaches_all_its_members_and_revives_no_ended_session()
      throws InvalidTokenException {
    String email = nodes.user();
    String other = nodes.user();
    TokenPair ended = TokenPair.logIn(nodes.one(), email);
    renew(sessions -> sessions.endAll(id(email)));
    TokenPair member = TokenPair.logIn(nodes.one(), email);
    TokenPair second = TokenPair.logIn(nodes.one(), other);
    join(id(email), "authors");
    join(id(other), "authors");
    long group =
        Long.parseLong(
            nodes.database().query("select id from groups where name = 'authors'").get(0));
    renew(sessions -> sessions.renewTokensOfGroup(group));
    Await.until("the tokens are refused", KNOWN, () -> !isAccepted(member) && !isAccepted(second));
    accepted(TokenPair.of(member.refreshAt(nodes.one())));
    accepted(TokenPair.of(second.refreshAt(nodes.other())));
    ended.refreshAt(nodes.one()).isProblem(401);
  }

  @Test
  void only_as_many_sessions_go_on_as_a_user_may_have() {
    String email = nodes.user();
    List<TokenPair> pairs =
        List.of(
            TokenPair.logIn(nodes.one(), email),
            TokenPair.logIn(nodes.one(), email),
            TokenPair.logIn(nodes.one(), email));
    nodes
        .database()
        .execute(
            """
            insert into sessions (id, user_id, key_id, last_used_at, expires_at, ip, user_agent,
              tokens_expire_at, token_version)
            select lpad(i::text, 22, 'x'), user_id, key_id, last_used_at - interval '1 min',
              expires_at, ip, user_agent, tokens_expire_at, token_version
            from sessions, generate_series(1, 5) i where user_id = %1$s limit 5
            """
                .formatted(id(email)));
    renew(sessions -> sessions.renewTokens(id(email)));
    pairs.forEach(pair -> pair.refreshAt(nodes.one()).is(200));
    assertThat(
            nodes
                .database()
                .query(
                    "select count(*) filter (where s.token_version = u.token_version) || ' ' ||"
                        + " bool_or(b.sessions_left) from sessions s join users u on u.id ="
                        + " s.user_id join bulk_revocations b on b.user_id = u.id where u.id = "
                        + id(email)))
        .containsExactly("3 true");
  }

  @Test
  void a_refresh_that_waits_for_a_renewal_gets_no_token_with_the_former_groups()
      throws InvalidTokenException {
    String email = nodes.user();
    long id = id(email);
    TokenPair pair = TokenPair.logIn(nodes.one(), email);
    CompletableFuture<TokenPair> waiting =
        new SessionTransactions(settings, database, new Revocations(Duration.ofSeconds(60)))
            .inTransaction(
                (em, sessions) -> {
                  Database.query(em, "insert into groups (name) values ('late')").executeUpdate();
                  Database.query(
                          em,
                          "insert into user_groups select ?1, id from groups where name = 'late'",
                          id)
                      .executeUpdate();
                  sessions.renewTokens(id);
                  CompletableFuture<TokenPair> refresh =
                      CompletableFuture.supplyAsync(
                          () -> TokenPair.of(pair.refreshAt(nodes.one())));
                  Await.until("the refresh waits", PATIENCE, RenewedTokensIT::isWaiting);
                  return refresh;
                });
    TokenPair stale = waiting.join();
    Await.until("the token is refused", KNOWN, () -> !isAccepted(stale));
    TokenPair fresh = TokenPair.of(stale.refreshAt(nodes.one()));
    assertThat(accepted(fresh).subject().groups()).isEqualTo(Set.of("late"));
  }

  private static boolean isWaiting() {
    String waiting =
        "select 1 from pg_stat_activity where datname = current_database()"
            + " and wait_event_type = 'Lock'";
    return !nodes.database().query(waiting).isEmpty();
  }
}
