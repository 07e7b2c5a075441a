package io.steward.login;

import io.steward.api.TextField;

/** The request members that carry a token. */
final class TokenFields {
  static final TextField ACCESS_TOKEN = TextField.token("token");
  static final TextField REFRESH_TOKEN = TextField.token("refresh_token");

  private TokenFields() {}
}
