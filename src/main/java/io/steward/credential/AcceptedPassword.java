package io.steward.credential;

import io.steward.password.Password;

/** A new password that {@link NewPassword} has checked; only such a password can be stored. */
public final class AcceptedPassword {
  private final Password password;

  AcceptedPassword(Password password) {
    this.password = password;
  }

  Password password() {
    return password;
  }
}
