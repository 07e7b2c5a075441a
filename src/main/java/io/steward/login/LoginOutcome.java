package io.steward.login;

import io.steward.problem.ProblemException;
import io.steward.session.Grants;
import java.time.Instant;
import java.util.Optional;

/** How a log-in with the right password ends. */
public sealed interface LoginOutcome {
  /** The user is logged in. */
  record Completed(Grants.Started session) implements LoginOutcome {}

  /** The user must verify the email address first. */
  record Unverified() implements LoginOutcome {}

  /**
   * The account is inactive. The API does not say why.
   *
   * @param awaitsApproval whether an administrator has yet to approve the account
   * @param until when the account becomes active again; empty if that is not planned
   */
  record Inactive(boolean awaitsApproval, Optional<Instant> until, ProblemException refusal)
      implements LoginOutcome {}
}
