package io.steward.token;

import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;

/** A token that is refused; without a stack, since strangers can cause any number of these. */
public final class InvalidTokenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final TokenFault fault;

  public InvalidTokenException(TokenFault fault) {
    super(fault.detail(), null, false, false);
    this.fault = fault;
  }

  public TokenFault fault() {
    return fault;
  }

  /** What is answered to who has shown the token: 401, or 503 when it cannot be told now. */
  public ProblemException refusal() {
    return fault == TokenFault.UNDECIDED
        ? new ProblemException(ProblemType.UNDECIDED)
        : new ProblemException(ProblemType.INVALID_TOKEN, fault.detail());
  }
}
