package io.steward.pages.signin;

import io.steward.html.Words;
import io.steward.html.form.Summary;
import io.steward.problem.ProblemException;
import java.util.List;

/** Why a sign-in was refused, in words for people. */
final class Refusals {
  private Refusals() {}

  static Summary summary(Words words, ProblemException refusal) {
    return switch (refusal.type()) {
      case TOO_MANY_REQUESTS -> Summary.throttled(words, "login.throttled", refusal);
      case INVALID_CREDENTIALS -> Summary.ofFields(words, List.of(words.get("login.refused")));
      case UNAVAILABLE, UNDECIDED, BUSY -> Summary.of(words, "login.unavailable");
      default -> throw refusal;
    };
  }
}
