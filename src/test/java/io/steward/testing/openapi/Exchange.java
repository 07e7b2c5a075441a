package io.steward.testing.openapi;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
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

  /** A parameter in the query: its name as sent, and its value without percent-encoding. */
  record Parameter(String name, String value) {}

  List<Parameter> parameters() {
    String query = target.contains("?") ? target.replaceFirst("^[^?]*\\?", "") : "";
    return Stream.of(query.split("&", -1))
        .filter(pair -> !pair.isEmpty())
        .map(pair -> pair.split("=", 2))
        .map(pair -> new Parameter(pair[0], pair.length > 1 ? decoded(pair[1]) : ""))
        .toList();
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value;
    }
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
