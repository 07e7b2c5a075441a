package io.steward.token;

import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;

/** A refused token. It has no stack trace, because anyone can cause many of these. */
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

  /** The refusal for the bearer: 401, or 503 if the revocation status is unknown. */
  public ProblemException refusal() {
    return fault == TokenFault.UNDECIDED
        ? new ProblemException(ProblemType.UNDECIDED)
        : new ProblemException(ProblemType.INVALID_TOKEN, fault.detail());
  }
}
