package io.steward.api;

import io.steward.api.json.Json;
import io.steward.api.json.JsonNumber;
import io.steward.api.json.JsonObject;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The members of a request body, read field by field. All faults are collected and reported
 * together.
 */
public final class Input {
  /** The maximum size of a body; a larger body is refused. */
  public static final int MAX_BYTES = 64 * 1024;

  private static final String WHOLE = "non_field_errors";

  private final Map<String, @Nullable Object> members;
  private final Map<String, List<Fault>> faults = new LinkedHashMap<>();

  private Input(Map<String, @Nullable Object> members) {
    this.members = members;
  }

  /** A JSON body. */
  public static Input json(byte[] body) {
    return of(Json.read(body));
  }

  /** One line of a body; faults name its number. */
  public static Input json(byte[] line, int number) {
    return of(Json.read(line, number));
  }

  /** A form body. */
  public static Input form(byte[] body) {
    return new Input(Form.read(body));
  }

  /** A missing body; it is treated as an object without members. */
  public static Input empty() {
    return new Input(Map.of());
  }

  private static Input of(@Nullable Object value) {
    if (value instanceof JsonObject object) {
      return new Input(object.members());
    }
    throw ProblemException.invalid(
        WHOLE,
        value == null
            ? new Fault("null", "No data provided")
            : Fault.invalid(
                "Invalid data. Expected a dictionary, but got " + pythonName(value) + "."));
  }

  private static String pythonName(Object value) {
    if (value instanceof List) {
      return "list";
    }
    if (value instanceof JsonNumber number) {
      return number.isInteger() ? "int" : "float";
    }
    return value instanceof Boolean ? "bool" : "str";
  }

  /** The object in the named member, or this object if the member is absent. */
  public Input unwrapped(String name) {
    return members.containsKey(name) ? of(members.get(name)) : this;
  }

  /** Adds faults of members that are not known, see {@link Query#unknown}. */
  public void demandOnly(List<String> known) {
    List<String> unknown =
        members.keySet().stream()
            .filter(name -> !known.contains(name) && !faults.containsKey(name))
            .toList();
    Query.unknown(unknown, "Unknown field.", known)
        .forEach((name, wrong) -> wrong.forEach(fault -> fault(name, fault)));
  }

  /**
   * The object in a required member, read like the query parameters of a list; empty if the member
   * has a fault.
   *
   * @param check refuses parameters that the list does not have
   */
  public Optional<Query> query(String name, Consumer<Query> check) {
    if (!(members.get(name) instanceof JsonObject object)) {
      fault(name, has(name) ? Fault.invalid("Must be an object.") : Fault.REQUIRED);
      return Optional.empty();
    }
    try {
      Query query = Query.of(object.members());
      check.accept(query);
      return Optional.of(query);
    } catch (ProblemException e) {
      add(e.within(name));
      return Optional.empty();
    }
  }

  private void add(ProblemException refusal) {
    refusal.faults().forEach((name, wrong) -> wrong.forEach(fault -> fault(name, fault)));
  }

  /** The whole number in an optional member; empty if the member is absent or has a fault. */
  public Optional<Long> number(String name) {
    if (!has(name)) {
      return Optional.empty();
    }
    Optional<Long> number = id(members.get(name));
    if (number.isEmpty()) {
      fault(name, Fault.invalid("A valid integer is required."));
    }
    return number;
  }

  /** Whether the member is present; its value may be null. */
  public boolean has(String name) {
    return members.containsKey(name);
  }

  /** The text of a required field; empty if the field has a fault. */
  public Optional<String> require(TextField field) {
    if (!has(field.name())) {
      fault(field.name(), Fault.REQUIRED);
    }
    return read(field);
  }

  /** The text of an optional field; empty if the field is absent or has a fault. */
  public Optional<String> read(TextField field) {
    if (!has(field.name())) {
      return Optional.empty();
    }
    Object value = members.get(field.name());
    if (value == null) {
      fault(field.name(), Fault.NULL);
      return Optional.empty();
    }
    Optional<String> text = text(value).map(t -> field.trimmed() ? WhiteSpace.strip(t) : t);
    List<Fault> wrong = text.map(field::faults).orElse(List.of(field.invalid()));
    wrong.forEach(fault -> fault(field.name(), fault));
    return wrong.isEmpty() ? text : Optional.empty();
  }

  /** The value of an optional boolean field; empty if the field is absent or has a fault. */
  public Optional<Boolean> flag(String name) {
    if (!has(name)) {
      return Optional.empty();
    }
    Object value = members.get(name);
    if (value instanceof Boolean flag) {
      return Optional.of(flag);
    }
    // Forms carry only text.
    if ("true".equals(value) || "false".equals(value)) {
      return Optional.of("true".equals(value));
    }
    fault(name, value == null ? Fault.NULL : Fault.invalid("Must be a valid boolean."));
    return Optional.empty();
  }

  /** The time in an optional field; empty if the field is absent, is null or has a fault. */
  public Optional<Instant> time(String name) {
    try {
      return Optional.ofNullable(members.get(name))
          .map(value -> Query.time(name, value instanceof String text ? text : ""));
    } catch (ProblemException e) {
      add(e);
      return Optional.empty();
    }
  }

  /** The texts in an optional list; empty if the field is absent or has a fault. */
  public Optional<Set<String>> texts(String name) {
    if (!has(name)) {
      return Optional.empty();
    }
    if (!(members.get(name) instanceof List<?> list)
        || !list.stream().allMatch(String.class::isInstance)) {
      fault(
          name,
          members.get(name) == null ? Fault.NULL : Fault.invalid("Must be a list of strings."));
      return Optional.empty();
    }
    return Optional.of(list.stream().map(String.class::cast).collect(Collectors.toSet()));
  }

  /** The ids in an optional list; empty if the field is absent or has a fault. */
  public Optional<Set<Long>> ids(String name) {
    if (!has(name)) {
      return Optional.empty();
    }
    if (!(members.get(name) instanceof List<?> list) || !list.stream().allMatch(Input::isId)) {
      fault(
          name,
          members.get(name) == null
              ? Fault.NULL
              : Fault.invalid("Must be a list of ids, which are whole numbers."));
      return Optional.empty();
    }
    return Optional.of(
        list.stream()
            .map(id -> Long.valueOf(((JsonNumber) id).text()))
            .collect(Collectors.toSet()));
  }

  private static boolean isId(@Nullable Object value) {
    return id(value).isPresent();
  }

  private static Optional<Long> id(@Nullable Object value) {
    return value instanceof JsonNumber number ? Id.of(number.text()) : Optional.empty();
  }

  /** Whether the member is present, and null. */
  public boolean isNull(String name) {
    return has(name) && members.get(name) == null;
  }

  /** The text of a member, without checks; empty if the member is absent or not a text. */
  public Optional<String> peek(String name) {
    return Optional.ofNullable(members.get(name)).flatMap(Input::text);
  }

  private static Optional<String> text(Object value) {
    if (value instanceof JsonNumber number) {
      return Optional.of(number.text());
    }
    return value instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** Adds a fault to a field. */
  public void fault(String field, Fault fault) {
    faults.computeIfAbsent(field, f -> new ArrayList<>()).add(fault);
  }

  /**
   * Reports all faults together; call this after all fields have been read.
   *
   * @throws ProblemException 400 with all faults, if there are any
   */
  public void refuseFaults() {
    if (!faults.isEmpty()) {
      throw ProblemException.invalid(faults);
    }
  }
}
