package io.steward.testing.openapi;

import java.util.function.UnaryOperator;

/**
 * A request and its answer, as a client saw them.
 *
 * @param target the path below the context path, with the query
 * @param type the content type of the request; may be empty
 * @param header returns the value of a header of the answer; empty if it is missing
 */
public record Exchange(
    String method,
    String target,
    String type,
    String sent,
    int status,
    UnaryOperator<String> header,
    String received) {

  String path() {
    return target.replaceFirst("[?#].*", "");
  }

  boolean isSuccess() {
    return status / 100 == 2;
  }

  /** A browser's question whether a page of another origin may send a request. */
  boolean isPreflight() {
    return method.equals("OPTIONS") && status == 204;
  }

  @Override
  public String toString() {
    return method + " " + target + " -> " + status + " " + received;
  }
}
