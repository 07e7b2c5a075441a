package io.steward.login;

import io.steward.api.TextField;

/** The request members that carry a token. */
final class TokenFields {
  static final TextField ACCESS_TOKEN = field("token");
  static final TextField REFRESH_TOKEN = field("refresh_token");

  private TokenFields() {}

  private static TextField field(String name) {
    return new TextField(name, Integer.MAX_VALUE, true, false, text -> true, "Not a valid string.");
  }
}
