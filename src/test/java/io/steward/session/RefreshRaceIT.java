package io.steward.session;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.Crowd;
import io.steward.testing.Http;
import io.steward.testing.Rounds;
import io.steward.testing.ServerAnswer;
import io.steward.testing.TokenPair;
import io.steward.testing.TwoNodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many tabs that present the same refresh token at the same moment, to two nodes. */
@Tag("race")
final class RefreshRaceIT {
  private static final int TABS = 32;
  private static final Duration KNOWN = Duration.ofSeconds(1);

  /** Refreshes with the same token, sent to the two nodes alternately. */
  private static List<Callable<ServerAnswer>> presentations(
      TokenPair pair, TwoNodes nodes, int count) {
    return IntStream.range(0, count)
        .<Callable<ServerAnswer>>mapToObj(i -> () -> pair.refreshAt(nodes.both().get(i % 2)))
        .toList();
  }

  private static List<TokenPair> granted(List<ServerAnswer> answers) {
    return answers.stream().filter(a -> a.status() == 200).map(TokenPair::of).toList();
  }

  private static TokenPair only(Set<String> successors, List<TokenPair> granted) {
    assertThat(successors).hasSize(1);
    return granted.get(0);
  }

  private static Set<String> successors(List<TokenPair> granted) {
    return granted.stream().map(TokenPair::refresh).collect(toSet());
  }

  @Test
  void all_tabs_that_present_one_refresh_token_get_the_same_successor() throws Exception {
    try (TwoNodes nodes = TwoNodes.start(Map.of())) {
      TokenPair newest = nodes.logIn();
      for (int round = 0; round < Rounds.of(200); round++) {
        List<ServerAnswer> answers = Crowd.call(presentations(newest, nodes, TABS));
        List<TokenPair> granted = answers.stream().map(TokenPair::of).toList();
        TokenPair successor = only(successors(granted), granted);
        assertThat(successor.refresh()).isNotEqualTo(newest.refresh());
        assertThat(generations(nodes)).containsExactly(String.valueOf(round + 1));
        assertAllOpenBoth(granted, nodes);
        newest = successor;
      }
    }
  }

  private static List<String> generations(TwoNodes nodes) {
    return nodes.database().query("select generation from sessions");
  }

  private static void assertAllOpenBoth(List<TokenPair> granted, TwoNodes nodes) {
    for (int i = 0; i < granted.size(); i++) {
      assertThat(granted.get(i).opens(nodes.both().get(i / 2 % 2))).isTrue();
    }
  }

  /** The second request presents a used token. With a grace of 0, that is a replay. */
  @Test
  void without_grace_the_first_tab_refreshes_and_the_second_ends_the_session() throws Exception {
    try (TwoNodes nodes = TwoNodes.start(Map.of("refresh.grace", "0"))) {
      String email = nodes.user();
      for (int round = 0; round < Rounds.of(100); round++) {
        TokenPair first = TokenPair.logIn(nodes.one(), email);
        List<ServerAnswer> answers = Crowd.call(presentations(first, nodes, TABS));
        List<TokenPair> granted = granted(answers);
        TokenPair winner = only(successors(granted), granted);
        assertOthersRefused(answers);
        assertThat(granted).hasSizeLessThan(TABS);
        assertThat(generations(nodes)).isEmpty();
        assertEndsWithin(KNOWN, first, nodes);
        assertNothingWorks(winner, nodes);
      }
    }
  }

  private static void assertOthersRefused(List<ServerAnswer> answers) {
    for (ServerAnswer answer : answers) {
      if (answer.status() != 200) {
        assertThat(answer.isProblem(401).member("detail")).isEqualTo("Invalid refresh token.");
      }
    }
  }

  private static void assertEndsWithin(Duration patience, TokenPair pair, TwoNodes nodes) {
    for (Http node : nodes.both()) {
      Await.until("the token is refused", patience, () -> !pair.opens(node));
    }
  }

  private static void assertNothingWorks(TokenPair pair, TwoNodes nodes) {
    for (Http node : nodes.both()) {
      assertThat(pair.showAt(node).isProblem(401).member("detail"))
          .isEqualTo("Token has been revoked.");
      assertThat(pair.refreshAt(node).isProblem(401).member("detail"))
          .isEqualTo("Invalid refresh token.");
    }
  }

  @Test
  void a_log_out_during_refreshes_ends_their_new_tokens_too() throws Exception {
    try (TwoNodes nodes = TwoNodes.start(Map.of())) {
      String email = nodes.user();
      List<TokenPair> family = new ArrayList<>();
      int refreshed = 0;
      for (int round = 0; round < Rounds.of(100); round++) {
        TokenPair first = TokenPair.logIn(nodes.one(), email);
        List<ServerAnswer> answers = logOutAmong(first, nodes);
        assertOthersRefused(answers);
        List<TokenPair> granted = granted(answers);
        assertThat(successors(granted)).hasSizeLessThan(2);
        refreshed += granted.size();
        assertEndsWithin(KNOWN, first, nodes);
        family.add(first);
        family.addAll(granted);
        assertThat(generations(nodes)).isEmpty();
      }
      assertThat(refreshed)
          .as("refreshes that came before the log-out of their session")
          .isPositive();
      family.forEach(pair -> assertNothingWorks(pair, nodes));
    }
  }

  /**
   * Logs out at the second node in the middle of refreshes; returns the answers to the refreshes.
   */
  private static List<ServerAnswer> logOutAmong(TokenPair first, TwoNodes nodes) throws Exception {
    List<Callable<ServerAnswer>> calls = new ArrayList<>(presentations(first, nodes, 12));
    calls.add(calls.size() / 2, () -> logOutForGood(first, nodes.other()));
    List<ServerAnswer> answers = new ArrayList<>(Crowd.call(calls));
    answers.removeIf(answer -> answer.status() == 204);
    return answers;
  }

  /**
   * After the answer to the log-out, the node refuses the tokens at once, even while refreshes run.
   */
  private static ServerAnswer logOutForGood(TokenPair pair, Http node) {
    ServerAnswer answer = pair.logOutAt(node).is(204);
    assertThat(pair.opens(node)).isFalse();
    assertThat(pair.refreshAt(node).status()).isEqualTo(401);
    return answer;
  }
}
