package io.steward.oauth;

import io.steward.api.Input;
import io.steward.api.TextField;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;

/** The request member {@code token}. Its type is recognized without {@code token_type_hint}. */
final class TokenField {
  private static final TextField FIELD = TextField.secret("token", Integer.MAX_VALUE);

  private TokenField() {}

  /**
   * The text of the token.
   *
   * @throws ProblemException 400 if it is missing (RFC 6749, 5.2)
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
