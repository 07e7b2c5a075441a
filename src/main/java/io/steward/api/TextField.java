package io.steward.api;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a text member must be, after DRF's CharField.
 *
 * @param maxLength in code points
 * @param trimmed whether white space around it is dropped
 * @param blankAllowed whether it may be empty
 * @param wellFormed what else it must be
 * @param invalid the message when it is not, or is no text at all
 */
public record TextField(
    String name,
    int maxLength,
    boolean trimmed,
    boolean blankAllowed,
    Predicate<String> wellFormed,
    String invalid) {

  /** A text that may be blank; white space around it is dropped. */
  public static TextField optional(String name, int maxLength) {
    return new TextField(name, maxLength, true, true, text -> true, "Not a valid string.");
  }

  /** A text that must not be blank and is kept to the letter. */
  public static TextField secret(String name, int maxLength) {
    return new TextField(name, maxLength, false, false, text -> true, "Not a valid string.");
  }

  /** What is wrong with that text, in DRF's words. */
  public List<String> faults(String text) {
    if (!blankAllowed && WhiteSpace.strip(text).isEmpty()) {
      return List.of("This field may not be blank.");
    }
    List<String> faults = new ArrayList<>();
    if (text.codePointCount(0, text.length()) > maxLength) {
      faults.add("Ensure this field has no more than " + maxLength + " characters.");
    }
    if (!wellFormed.test(text)) {
      faults.add(invalid);
    }
    return faults;
  }
}
