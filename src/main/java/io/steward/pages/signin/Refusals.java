package io.steward.pages.signin;

import io.steward.html.Link;
import io.steward.html.Words;
import io.steward.html.form.Summary;
import io.steward.login.LoginOutcome;
import io.steward.pages.Moment;
import io.steward.problem.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

  /** Says why the right password does not open the account. */
  static Summary summary(Words words, LoginOutcome outcome) {
    if (outcome instanceof LoginOutcome.Inactive inactive) {
      return inactive.awaitsApproval()
          ? Summary.of(words, "login.approval")
          : deactivated(words, inactive.until());
    }
    return Summary.of(words, "login.unverified")
        .links(new Link("/resend/", words.get("resend.title")));
  }

  private static Summary deactivated(Words words, Optional<Instant> until) {
    String text =
        until
            .map(time -> words.get("login.deactivated.until", Moment.of(words, time).text()))
            .orElseGet(() -> words.get("login.deactivated"));
    return new Summary(words.get("login.deactivated.title"), List.of(text));
  }
}
