package io.steward.login;

import io.steward.problem.ProblemException;
import io.steward.session.Grants;

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
   */
  record Inactive(boolean awaitsApproval, ProblemException refusal) implements LoginOutcome {}
}
