package io.steward.api;

import io.steward.problem.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The rules for a text field, modelled on DRF's CharField.
 *
 * @param maxLength the maximum length in code points
 * @param trimmed whether surrounding white space is removed
 * @param blankAllowed whether the text may be empty or only white space
 * @param wellFormed a further condition on the text
 * @param invalid the fault if that condition fails or the value is not a text
 */
public record TextField(
    String name,
    int maxLength,
    boolean trimmed,
    boolean blankAllowed,
    Predicate<String> wellFormed,
    Fault invalid) {

  private static final Fault NO_TEXT = Fault.invalid("Not a valid string.");

  /** A text that may be blank; surrounding white space is removed. */
  public static TextField optional(String name, int maxLength) {
    return new TextField(name, maxLength, true, true, text -> true, NO_TEXT);
  }

  /** A token of any length; surrounding white space is removed. */
  public static TextField token(String name) {
    return new TextField(name, Integer.MAX_VALUE, true, false, text -> true, NO_TEXT);
  }

  /** A text that must not be blank; its white space is kept. */
  public static TextField secret(String name, int maxLength) {
    return new TextField(name, maxLength, false, false, text -> true, NO_TEXT);
  }

  /** The field as OPTIONS shows it. */
  public FieldView view(boolean isRequired) {
    FieldView view = FieldView.of(name, "string", isRequired);
    return maxLength == Integer.MAX_VALUE ? view : view.with("max_length", maxLength);
  }

  /** The faults of a text, in DRF's words. */
  public List<Fault> faults(String text) {
    if (!blankAllowed && WhiteSpace.strip(text).isEmpty()) {
      return List.of(Fault.BLANK);
    }
    List<Fault> faults = new ArrayList<>();
    if (text.codePointCount(0, text.length()) > maxLength) {
      faults.add(
          new Fault(
              "max_length", "Ensure this field has no more than " + maxLength + " characters."));
    }
    if (!wellFormed.test(text)) {
      faults.add(invalid);
    }
    return faults;
  }
}
