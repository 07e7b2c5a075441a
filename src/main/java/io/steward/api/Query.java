package io.steward.api;

import io.steward.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The query of a request. Values are read as they stand, because none of them needs an escape. */
public final class Query {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private final List<String> pairs;

  /**
   * Reads a query.
   *
   * @param text as sent, without the question mark; null if the request has none
   */
  public Query(@Nullable String text) {
    this.pairs = text == null ? List.of() : List.of(text.split("&", -1));
  }

  /**
   * The value of a parameter.
   *
   * @throws ProblemException 400 if the parameter is repeated
   */
  public Optional<String> value(String name) {
    List<String> values = pairs.stream().flatMap(pair -> valueOf(name, pair)).toList();
    if (values.size() > 1) {
      throw ProblemException.invalid(name, "This parameter may be sent only once.");
    }
    return values.stream().findFirst();
  }

  private static Stream<String> valueOf(String name, String pair) {
    if (pair.equals(name)) {
      return Stream.of("");
    }
    return pair.startsWith(name + "=")
        ? Stream.of(pair.substring(name.length() + 1))
        : Stream.empty();
  }

  /**
   * The value of a whole number.
   *
   * @throws ProblemException 400 if the number is malformed or out of range
   */
  public int number(String name, int standard, int least, int most) {
    Optional<String> value = value(name);
    int number =
        value
            .map(text -> NUMBER.matcher(text).matches() ? Integer.parseInt(text) : -1)
            .orElse(standard);
    if (number < least || number > most) {
      throw ProblemException.invalid(
          name, "Ensure this value is a whole number from " + least + " to " + most + ".");
    }
    return number;
  }

  /** The refusal of a value that Steward never sent. */
  public static ProblemException invalidCursor(String name) {
    return ProblemException.invalid(name, "Invalid cursor.");
  }
}
