package io.steward.admin.list;

import io.steward.api.FieldView;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;

/** Conditions in SQL, all of which must hold, with their values. */
public final class Conditions {
  private static final int LONGEST_PART = 200;

  /** The filter of {@link #addPart}, as OPTIONS shows it. */
  public static final FieldView PART_VIEW =
      FieldView.optional("q", "string").with("max_length", LONGEST_PART);

  private final List<String> texts = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  /**
   * Adds a condition.
   *
   * @param condition SQL, with a question mark for each value
   */
  public void add(String condition, Object... given) {
    StringBuilder sql = new StringBuilder();
    int value = 0;
    for (int i = 0; i < condition.length(); i++) {
      char c = condition.charAt(i);
      if (c == '?') {
        values.add(given[value]);
        value++;
        sql.append('?').append(values.size());
      } else {
        sql.append(c);
      }
    }
    texts.add("(" + sql + ")");
  }

  /**
   * Adds the condition that a value contains a text, in any letter case.
   *
   * @param value SQL
   * @throws ProblemException 400 if the text is too long
   */
  public void addPart(String value, String text) {
    if (text.length() > LONGEST_PART) {
      throw ProblemException.invalid(
          "q", new Fault("max_length", "At most " + LONGEST_PART + " characters."));
    }
    add("strpos(lower(" + value + "), lower(?)) > 0", text);
  }

  /** A copy, to which further conditions can be added. */
  public Conditions copy() {
    Conditions copy = new Conditions();
    copy.texts.addAll(texts);
    copy.values.addAll(values);
    return copy;
  }

  /** The conditions as one. */
  public String sql() {
    return texts.isEmpty() ? "true" : String.join(" and ", texts);
  }

  /** The values of the conditions, in the order of their numbers. */
  public Object[] values() {
    return values.toArray();
  }
}
