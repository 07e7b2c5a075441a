package io.steward.html;

import java.util.List;

/**
 * A field of a form.
 *
 * @param name also the field's id
 * @param type the type of the element {@code input}
 * @param autocomplete the token for browsers and password managers (HTML Standard, "autofill")
 * @param value what the person has typed; empty for passwords
 * @param hint a text below the label; may be empty
 * @param errors what is wrong with the value
 */
public record Field(
    String name,
    String type,
    String label,
    String autocomplete,
    String value,
    String hint,
    List<String> errors) {

  /** A field without value, hint and errors. */
  public static Field of(String name, String type, String label, String autocomplete) {
    return new Field(name, type, label, autocomplete, "", "", List.of());
  }

  public Field with(String typed) {
    return new Field(name, type, label, autocomplete, typed, hint, errors);
  }

  public Field hint(String text) {
    return new Field(name, type, label, autocomplete, value, text, errors);
  }

  public Field wrong(List<String> found) {
    return new Field(name, type, label, autocomplete, value, hint, found);
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
