package io.steward.oauth;

import io.steward.api.Input;
import io.steward.api.TextField;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;

/** The member {@code token} of a request; what {@code token_type_hint} says is seen anyway. */
final class TokenField {
  private static final TextField FIELD = TextField.secret("token", Integer.MAX_VALUE);

  private TokenField() {}

  /**
   * Its text.
   *
   * @throws ProblemException 400 when there is none (RFC 6749, 5.2)
   */
  static String of(Input input) {
    return input
        .peek(FIELD.name())
        .filter(text -> FIELD.faults(text).isEmpty())
        .orElseThrow(
            () ->
                ProblemException.oauth(
                    ProblemType.INVALID_INPUT, "invalid_request", "The member token is missing."));
  }
}
