package io.steward.pages.signin;

import io.steward.html.Wait;
import io.steward.html.Words;
import io.steward.problem.ProblemException;

/** Why a sign-in was refused, in words for people. */
final class Refusals {
  private Refusals() {}

  static String text(Words words, ProblemException refusal) {
    return switch (refusal.type()) {
      case TOO_MANY_REQUESTS ->
          words.get("login.throttled", Wait.words(words, refusal.retryAfter().orElseThrow()));
      case INVALID_CREDENTIALS -> words.get("login.refused");
      case UNAVAILABLE, UNDECIDED, BUSY -> words.get("login.unavailable");
      default -> throw refusal;
    };
  }
}
