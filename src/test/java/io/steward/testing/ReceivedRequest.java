package io.steward.testing;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The head of a request as a server received it.
 *
 * @param line the request line without the version
 * @param headers the values by name in lower case; the values of a repeated header are joined by
 *     {@code " AND "}
 */
public record ReceivedRequest(String line, Map<String, String> headers) {

  static ReceivedRequest parse(String head) {
    List<String> lines = head.lines().toList();
    Map<String, String> headers = new TreeMap<>();
    for (String header : lines.subList(1, lines.size())) {
      int colon = header.indexOf(':');
      headers.merge(
          header.substring(0, colon).toLowerCase(Locale.ROOT),
          header.substring(colon + 1).strip(),
          (one, other) -> one + " AND " + other);
    }
    return new ReceivedRequest(lines.get(0).replaceFirst(" HTTP/1\\.[01]$", ""), headers);
  }

  /** The headers except those with these names, in lower case. */
  public Map<String, String> without(List<String> names) {
    Map<String, String> rest = new TreeMap<>(headers);
    names.forEach(rest::remove);
    return rest;
  }
}
