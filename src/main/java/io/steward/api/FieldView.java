package io.steward.api;

import io.steward.problem.Fault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A field in a {@link Description}, as DRF's metadata shows it.
 *
 * @param name the name of the request member
 * @param members type, limits and label
 */
public record FieldView(String name, Map<String, Object> members) {

  /**
   * A field of a request.
   *
   * @param type DRF's name of the type, such as {@code string} or {@code boolean}
   */
  public static FieldView of(String name, String type, boolean isRequired) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", type);
    members.put("required", isRequired);
    members.put("read_only", false);
    String words = name.replace('_', ' ');
    members.put("label", words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1));
    return new FieldView(name, members);
  }

  /** An optional field. */
  public static FieldView optional(String name, String type) {
    return of(name, type, false);
  }

  /** An optional field with one of these values. */
  public static FieldView choice(String name, List<String> values) {
    List<Map<String, String>> choices =
        values.stream().map(value -> Map.of("value", value, "display_name", value)).toList();
    return optional(name, "choice").with("choices", choices);
  }

  /** An optional field that contains others. */
  public static FieldView nested(String name, boolean isRequired, List<FieldView> fields) {
    Map<String, Object> children = new LinkedHashMap<>();
    fields.forEach(field -> children.put(field.name(), field.members()));
    return of(name, "nested object", isRequired).with("children", children);
  }

  String type() {
    return String.valueOf(members.get("type"));
  }

  /** The fault of a text that is not one of the choices, or is too long; otherwise empty. */
  Optional<Fault> fault(String text) {
    if (members.get("choices") instanceof List<?> choices) {
      List<String> values =
          choices.stream()
              .map(choice -> String.valueOf(((Map<?, ?>) choice).get("value")))
              .toList();
      return values.contains(text)
          ? Optional.empty()
          : Optional.of(
              new Fault("invalid_choice", "Must be one of " + String.join(", ", values) + "."));
    }
    return members.get("max_length") instanceof Integer most && text.length() > most
        ? Optional.of(new Fault("max_length", "At most " + most + " characters."))
        : Optional.empty();
  }

  /** The same field with another member. */
  public FieldView with(String member, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(member, value);
    return new FieldView(name, more);
  }
}
