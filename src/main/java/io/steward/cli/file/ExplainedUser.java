package io.steward.cli.file;

import io.steward.cli.installation.Accounts;
import io.steward.gateway.Explanation;
import io.steward.gateway.explain.FreshSignIn;
import io.steward.token.Subject;
import io.steward.user.User;
import io.steward.user.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What the proxies answer to a user who has just signed in. */
record ExplainedUser(User user) {
  private static final String PROGRAM =
      "portal  none, so browsers are not sent to sign in; a program with a token gets:";

  /**
   * Reads a user.
   *
   * @param text email address or id
   * @throws io.steward.cli.installation.Refusal if there is no such user
   */
  static ExplainedUser of(Accounts accounts, String text) {
    long id = accounts.demandId(text);
    return new ExplainedUser(accounts.read(em -> new Users(em).byId(id)).orElseThrow());
  }

  List<String> lines(Accounts accounts, RulesInUse rules, ExplainedRequests requests) {
    Subject subject = user.subject();
    String groups = String.join(", ", new TreeSet<>(subject.groups()));
    List<String> lines = new ArrayList<>();
    lines.add("user    " + subject.id() + " " + subject.email() + state());
    lines.add("groups  " + (groups.isEmpty() ? "none" : groups));
    if (user.isActive()) {
      Explanation explanation = rules.explanation(accounts.permissions());
      FreshSignIn signIn = rules.freshSignIn();
      lines.addAll(requests.lines(url -> lines(explanation, signIn, requests.method(), url)));
    }
    return lines;
  }

  private List<String> lines(
      Explanation explanation, FreshSignIn signIn, String method, String url) {
    List<String> lines = new ArrayList<>();
    if (signIn.portal(url).isEmpty()) {
      lines.add(PROGRAM);
    }
    lines.addAll(explanation.of(signIn.headers(user.subject(), url), method, url));
    return lines;
  }

  private String state() {
    String verified = user.isEmailVerified() ? "" : ", address not verified";
    return user.isActive() ? verified : verified + ", inactive, so sign-in is refused";
  }
}
