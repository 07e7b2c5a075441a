package io.steward.token;

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
}
