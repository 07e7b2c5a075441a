package io.steward.html.form;

import java.util.List;
import java.util.Map;

/**
 * A field of a form.
 *
 * @param name also the field's id
 * @param type the type of the element {@code input}
 * @param autocomplete the token for browsers and password managers (HTML Standard, "autofill")
 * @param value what the person has typed; empty for passwords
 * @param hint a text below the label; may be empty
 * @param errors what is wrong with the value
 * @param isFixed whether the value cannot be changed
 * @param options the values to choose from, with their texts; empty for a field to type into
 */
public record Field(
    String name,
    String type,
    String label,
    String autocomplete,
    String value,
    String hint,
    List<String> errors,
    boolean isFixed,
    Map<String, String> options) {

  /** A field without value, hint and errors. */
  public static Field of(String name, String type, String label, String autocomplete) {
    return new Field(name, type, label, autocomplete, "", "", List.of(), false, Map.of());
  }

  public Field with(String typed) {
    return new Field(name, type, label, autocomplete, typed, hint, errors, isFixed, options);
  }

  public Field hint(String text) {
    return new Field(name, type, label, autocomplete, value, text, errors, isFixed, options);
  }

  public Field wrong(List<String> found) {
    return new Field(name, type, label, autocomplete, value, hint, found, isFixed, options);
  }

  public Field options(Map<String, String> choice) {
    return new Field(name, type, label, autocomplete, value, hint, errors, isFixed, choice);
  }

  /** A field that shows its value, which the reader cannot change. */
  public Field readOnly() {
    return new Field(name, type, label, autocomplete, value, hint, errors, true, options);
  }

  public boolean isWrong() {
    return !errors.isEmpty();
  }

  /** The ids of the texts that describe the field. */
  public String describedBy() {
    String described = (hint.isEmpty() ? "" : name + "-hint ") + (isWrong() ? name + "-error" : "");
    return described.strip();
  }
}
