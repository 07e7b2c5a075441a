package io.steward.testing.openapi;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A request and its answer, as a client saw them.
 *
 * @param isOwn whether the server is a Steward in this process, which answers every request itself
 * @param target the path below the context path, with the query
 * @param type the content type of the request; may be empty
 * @param header returns the value of a header of the answer; empty if it is missing
 */
public record Exchange(
    boolean isOwn,
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

  /** The names of the parameters in the query, as sent. */
  List<String> parameters() {
    String query = target.contains("?") ? target.replaceFirst("^[^?]*\\?", "") : "";
    return Stream.of(query.split("&", -1))
        .filter(pair -> !pair.isEmpty())
        .map(pair -> pair.replaceFirst("=.*", ""))
        .toList();
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
