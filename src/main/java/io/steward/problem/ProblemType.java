package io.steward.problem;

import java.util.Locale;

/**
 * The kinds of refusal, each with its stable URI, title, status and default detail (RFC 9457, 3.1).
 */
public enum ProblemType {
  MALFORMED_REQUEST(400, "Malformed request", "The request could not be read."),
  INVALID_INPUT(400, "Invalid input", "Some members of the request are missing or invalid."),
  MISSING_CREDENTIALS(400, "Missing credentials", "please provide a email and a password"),
  NOT_AUTHENTICATED(401, "Not authenticated", "Authentication credentials were not provided."),
  INVALID_TOKEN(401, "Invalid token", "Error decoding signature."),
  INVALID_CLIENT(401, "Invalid client", "Client authentication failed."),
  INVALID_REFRESH_TOKEN(401, "Invalid refresh token", "Invalid refresh token."),
  REFRESH_EXPIRED(401, "Refresh expired", "Refresh has expired."),
  INVALID_CREDENTIALS(
      403,
      "Invalid credentials",
      "can not authenticate with the given credentials or the account has been deactivated"),
  EMAIL_UNVERIFIED(
      403, "Email unverified", "Open the link in the message to your email address first."),
  FORBIDDEN(403, "Forbidden", "You do not have permission to perform this action."),
  NOT_SIGNED_IN(403, "Not signed in", "Sign in first."),
  REGISTRATION_CLOSED(
      403, "Registration closed", "Registration is closed; ask an administrator for an account."),
  NOT_FOUND(404, "Not found", "Not found."),
  METHOD_NOT_ALLOWED(405, "Method not allowed", "This method is not allowed here."),
  NOT_ACCEPTABLE(406, "Not acceptable", "Could not satisfy the request Accept header."),
  REQUEST_TIMEOUT(408, "Request timeout", "The request body did not arrive within 10 seconds."),
  CONFLICT(409, "Conflict", "The present state does not allow this change."),
  UNDO_OPEN(
      409,
      "Undo open",
      "The address of this account was changed, and the owner of the former address can still undo"
          + " that. Delete the account later, or ask an administrator."),
  PRECONDITION_FAILED(
      412, "Precondition failed", "The object has another version; read it again and retry."),
  CONTENT_TOO_LARGE(413, "Content too large", "The request body is larger than 65536 bytes."),
  UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type", "Unsupported media type in request."),
  UNSUPPORTED_CONTENT_ENCODING(
      415, "Unsupported content encoding", "Send the body without a Content-Encoding."),
  TOO_MANY_REQUESTS(429, "Too many requests", "Request was throttled."),
  INTERNAL_ERROR(500, "Internal error", "Internal error; the log has details under this id."),
  UNDECIDED(503, "Undecided", "Revocation status is temporarily unavailable; retry shortly."),
  UNAVAILABLE(503, "Unavailable", "The database does not respond; retry shortly."),
  MAIL_UNAVAILABLE(
      503, "Mail unavailable", "Steward is not set up to send this mail; ask an administrator."),
  BUSY(503, "Busy", "Too many passwords are being checked at once; retry shortly.");

  private final int status;
  private final String title;
  private final String detail;

  ProblemType(int status, String title, String detail) {
    this.status = status;
    this.title = title;
    this.detail = detail;
  }

  /** The kind for a status that the container or Jersey chose, not Steward. */
  public static ProblemType ofStatus(int status) {
    return switch (status) {
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 406 -> NOT_ACCEPTABLE;
      case 408 -> REQUEST_TIMEOUT;
      case 409 -> CONFLICT;
      case 412 -> PRECONDITION_FAILED;
      case 413 -> CONTENT_TOO_LARGE;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      case 429 -> TOO_MANY_REQUESTS;
      case 503 -> UNAVAILABLE;
      default -> status < 500 ? MALFORMED_REQUEST : INTERNAL_ERROR;
    };
  }

  /** The HTTP status code. */
  public int status() {
    return status;
  }

  /** The same short text for every problem of this kind. */
  public String title() {
    return title;
  }

  /** The sentence for people, unless the exception has a more specific one. */
  public String detail() {
    return detail;
  }

  /** An absolute URI that always names this kind, such as {@code urn:steward:problem:not-found}. */
  public String uri() {
    return "urn:steward:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
