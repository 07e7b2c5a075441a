package io.steward.api;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The response to OPTIONS, in the format of DRF's view metadata.
 *
 * @param members the members of the response
 */
public record Description(Map<String, Object> members) {

  /** A view as in Django's API: it has no description, and reads JSON or a form. */
  public static Description of(String name) {
    return of(name, "", List.of(MediaTypes.JSON), BodyTypes.STANDARD);
  }

  /**
   * A view with the media types that the resource declares.
   *
   * @param text a sentence for people
   */
  public static Description of(Class<?> resource, String name, String text) {
    return of(name, text, BodyTypes.written(resource), BodyTypes.read(resource));
  }

  private static Description of(
      String name, String text, List<String> renders, List<String> parses) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("name", name);
    members.put("description", text);
    members.put("renders", renders);
    members.put("parses", parses);
    return new Description(members);
  }

  /** The same view, with further fields that a method reads. */
  public Description reading(String method, FieldView... fields) {
    Map<String, Object> views = new LinkedHashMap<>(read(method));
    Arrays.stream(fields).forEach(field -> views.put(field.name(), field.members()));
    Map<String, Object> actions = new LinkedHashMap<>();
    if (members.get("actions") instanceof Map<?, ?> earlier) {
      earlier.forEach((name, view) -> actions.put((String) name, view));
    }
    actions.put(method, views);
    Map<String, Object> all = new LinkedHashMap<>(members);
    all.put("actions", actions);
    return new Description(all);
  }

  private Map<String, Object> read(String method) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (members.get("actions") instanceof Map<?, ?> actions
        && actions.get(method) instanceof Map<?, ?> earlier) {
      earlier.forEach((name, field) -> fields.put((String) name, field));
    }
    return fields;
  }

  /** As {@link #reading(String, FieldView...)}. */
  public Description reading(String method, List<FieldView> fields) {
    return reading(method, fields.toArray(FieldView[]::new));
  }
}
