package io.steward.admin.list;

import io.steward.api.Query;
import io.steward.crypto.Sha256;
import io.steward.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A position in a list: next to the row with this value and id. The checksum binds it to one list
 * with its order and filters, and finds transmission errors. It keeps no secret.
 *
 * @param isBackward whether the page ends before the position, instead of starting after it
 * @param value the row's value of the sorted expression
 */
public record Cursor(boolean isBackward, long id, String value) {
  /** The text in the query; {@code scope} names the list with its order and filters. */
  public String text(String scope) {
    String content = (isBackward ? "-" : "+") + id + "." + value;
    return encoded(Sha256.checksum(scope, content) + content);
  }

  /**
   * Parses the text in the query.
   *
   * @throws ProblemException 400 unless Steward has sent it for this scope
   */
  static Cursor parse(String text, String scope, Sort sort) {
    return decoded(text)
        .filter(content -> content.length() > Sha256.CHECKSUM)
        .flatMap(content -> read(content.substring(Sha256.CHECKSUM)))
        .filter(cursor -> cursor.text(scope).equals(text))
        .filter(cursor -> sort.type().contains(cursor.value()))
        .orElseThrow(() -> Query.invalidCursor("cursor"));
  }

  private static Optional<Cursor> read(String content) {
    int point = content.indexOf('.');
    if (point < 2) {
      return Optional.empty();
    }
    return Sort.number(content.substring(1, point))
        .map(id -> new Cursor(content.charAt(0) == '-', id, content.substring(point + 1)));
  }

  private static String encoded(String content) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(content.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<String> decoded(String text) {
    try {
      return Optional.of(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
