package io.steward.token;

import java.util.Locale;

/** Why a token is refused, with the texts of DRF's JWT authentication. */
public enum TokenFault {
  /** Not issued by Steward: the form, header or signature is wrong. */
  MALFORMED("Error decoding signature."),
  EXPIRED("Signature has expired."),
  /** Signed by Steward, but the issuer, audience or time is wrong. */
  REFUSED("Incorrect authentication credentials."),
  /** Its user was deleted. */
  NO_USER("Invalid signature."),
  INACTIVE_USER("User account is disabled."),
  /** Its session has ended. */
  REVOKED("Token has been revoked."),
  /** The revocation status is unknown. */
  UNDECIDED("Revocation status is temporarily unavailable; retry shortly.");

  private final String detail;

  TokenFault(String detail) {
    this.detail = detail;
  }

  public String detail() {
    return detail;
  }

  /** A stable name for programs, such as {@code no_user}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
