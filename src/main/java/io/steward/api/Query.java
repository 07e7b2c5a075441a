package io.steward.api;

import io.steward.api.json.Characters;
import io.steward.api.json.JsonNumber;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The query of a request. */
public final class Query {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final int LAST_YEAR = 9_999;
  private static final int MOST_NAMED = 10;
  private static final int LONGEST_NAMED = 100;

  private final List<String> pairs;

  /**
   * Reads a query.
   *
   * @param text as sent, without the question mark; null if the request has none
   */
  public Query(@Nullable String text) {
    this.pairs = text == null ? List.of() : List.of(text.split("&", -1));
  }

  /** A query with the members of a JSON object, whose values are texts, numbers and flags. */
  static Query of(Map<String, @Nullable Object> members) {
    return new Query(
        members.entrySet().stream()
            .map(member -> encoded(member.getKey()) + "=" + encoded(text(member)))
            .collect(Collectors.joining("&")));
  }

  private static String text(Map.Entry<String, @Nullable Object> member) {
    Object value = member.getValue();
    if (value instanceof JsonNumber number) {
      return number.text();
    }
    if (value instanceof String || value instanceof Boolean) {
      return String.valueOf(value);
    }
    throw ProblemException.invalid(
        member.getKey(), Fault.invalid("Must be a string, a number or a boolean."));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /**
   * Refuses parameters that are not known.
   *
   * @throws ProblemException 400 naming some of them, and the known parameters
   */
  public void demandOnly(List<String> known) {
    List<String> unknown =
        pairs.stream()
            .filter(pair -> !pair.isEmpty())
            .map(pair -> pair.replaceFirst("=.*", ""))
            .filter(name -> !known.contains(name))
            .toList();
    if (!unknown.isEmpty()) {
      throw ProblemException.invalid(unknown(unknown, "Unknown parameter.", known));
    }
  }

  /**
   * The faults of unknown names. A request may have thousands of them, so only the first ones are
   * named, and only the beginning of a long name.
   *
   * @param message says that a name is unknown
   */
  static Map<String, List<Fault>> unknown(List<String> names, String message, List<String> known) {
    Fault fault = new Fault("unknown", message + " " + sentence(known));
    Map<String, List<Fault>> faults = new LinkedHashMap<>();
    names.stream()
        .map(Query::beginning)
        .distinct()
        .limit(MOST_NAMED)
        .forEach(name -> faults.put(name, List.of(fault)));
    return faults;
  }

  private static String beginning(String name) {
    return name.codePointCount(0, name.length()) > LONGEST_NAMED
        ? name.substring(0, name.offsetByCodePoints(0, LONGEST_NAMED)) + "…"
        : name;
  }

  /**
   * Makes some checks, and reports the faults of all of them together.
   *
   * @throws ProblemException 400
   */
  public void demandAll(List<Consumer<Query>> checks) {
    ProblemException.demandAll(
        checks.stream().<Runnable>map(check -> () -> check.accept(this)).toList());
  }

  /**
   * Refuses a value that contradicts the parameter's description in OPTIONS.
   *
   * @throws ProblemException 400 naming what is allowed
   */
  public void demand(FieldView parameter) {
    String name = parameter.name();
    switch (parameter.type()) {
      case "boolean" -> flag(name);
      case "integer" -> id(name);
      case "datetime" -> time(name);
      default -> text(name).flatMap(parameter::fault).ifPresent(fault -> refuse(name, fault));
    }
  }

  private static void refuse(String name, Fault fault) {
    throw ProblemException.invalid(name, fault);
  }

  /** Says which names are known. */
  private static String sentence(List<String> known) {
    return known.isEmpty()
        ? "This request has none."
        : "Known are " + String.join(", ", known) + ".";
  }

  /**
   * The value of a parameter, without percent-encoding.
   *
   * @throws ProblemException 400 if the parameter is repeated or malformed
   */
  public Optional<String> text(String name) {
    return value(name)
        .map(Form::decode)
        .map(
            text -> {
              Characters.refuse(name, text);
              return text;
            });
  }

  /**
   * The value of a parameter that is {@code true} or {@code false}.
   *
   * @throws ProblemException 400 if the parameter is repeated or has another value
   */
  public Optional<Boolean> flag(String name) {
    Optional<String> word = text(name);
    if (word.filter(text -> !text.equals("true") && !text.equals("false")).isPresent()) {
      throw ProblemException.invalid(name, Fault.invalid("Must be true or false."));
    }
    return word.map("true"::equals);
  }

  /**
   * The value of a parameter that is an id.
   *
   * @throws ProblemException 400 if the parameter is repeated or has another value
   */
  public Optional<Long> id(String name) {
    Optional<String> digits = text(name);
    Optional<Long> id = digits.flatMap(Id::of);
    if (digits.isPresent() && id.isEmpty()) {
      throw ProblemException.invalid(name, Fault.invalid("Must be an id, a whole number."));
    }
    return id;
  }

  /**
   * The value of a parameter that is a time in RFC 3339, or a date in UTC.
   *
   * @throws ProblemException 400 if the parameter is repeated or has another value
   */
  public Optional<Instant> time(String name) {
    return text(name).map(text -> time(name, text));
  }

  /**
   * Parses a time in RFC 3339, or a date in UTC.
   *
   * @throws ProblemException 400 about this name
   */
  static Instant time(String name, String text) {
    try {
      OffsetDateTime time =
          text.contains("T")
              ? OffsetDateTime.parse(text)
              : LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC);
      // PostgreSQL rejects years outside this range.
      int year = time.withOffsetSameInstant(ZoneOffset.UTC).getYear();
      if (year >= 1 && year <= LAST_YEAR) {
        return time.toInstant();
      }
    } catch (DateTimeException e) {
      throw noTime(name);
    }
    throw noTime(name);
  }

  private static ProblemException noTime(String name) {
    return ProblemException.invalid(
        name,
        Fault.invalid(
            "Must be a time such as 2026-01-31T12:00:00Z, or a date such as 2026-01-31."));
  }

  /**
   * The value of a parameter without decoding, for values that need no percent-encoding.
   *
   * @throws ProblemException 400 if the parameter is repeated
   */
  public Optional<String> value(String name) {
    List<String> values = pairs.stream().flatMap(pair -> valueOf(name, pair)).toList();
    if (values.size() > 1) {
      throw ProblemException.invalid(
          name, new Fault("repeated", "This parameter may be sent only once."));
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
   * The value of a parameter that is a whole number.
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
          name,
          Fault.invalid("Ensure this value is a whole number from " + least + " to " + most + "."));
    }
    return number;
  }

  /** The refusal of a cursor that Steward did not issue. */
  public static ProblemException invalidCursor(String name) {
    return ProblemException.invalid(
        name,
        Fault.invalid(
            "Invalid cursor. Take it from an answer of this list with the same order and filters."));
  }
}
