package io.steward.api;

/** The media types of the API. */
public final class MediaTypes {
  public static final String JSON = "application/json";

  /** Changes of an object (RFC 7396). */
  public static final String MERGE_PATCH = "application/merge-patch+json";

  public static final String FORM = "application/x-www-form-urlencoded";

  /** RFC 4180. */
  public static final String CSV = "text/csv";

  /** One JSON text on each line. */
  public static final String JSON_LINES = "application/x-ndjson";

  public static final String PROBLEM = "application/problem+json";

  private MediaTypes() {}
}
