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
  private final List<String> counted = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  /**
   * Adds a condition.
   *
   * @param condition SQL, with a question mark for each value
   */
  public void add(String condition, Object... given) {
    addBoth(condition, condition, given);
  }

  /**
   * Adds a condition that is written in two ways: one finds the first rows of a list fast, the
   * other one all rows.
   *
   * @param first SQL, with a question mark for each value
   * @param all SQL with the same values
   */
  public void addBoth(String first, String all, Object... given) {
    int number = values.size() + 1;
    texts.add(numbered(first, number));
    counted.add(numbered(all, number));
    values.addAll(List.of(given));
  }

  private static String numbered(String condition, int first) {
    StringBuilder sql = new StringBuilder("(");
    int number = first;
    for (int i = 0; i < condition.length(); i++) {
      char c = condition.charAt(i);
      sql.append(c);
      if (c == '?') {
        sql.append(number);
        number++;
      }
    }
    return sql.append(')').toString();
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
    copy.counted.addAll(counted);
    copy.values.addAll(values);
    return copy;
  }

  /** The conditions as one. */
  public String sql() {
    return sql(texts);
  }

  /** The same conditions, for a statement that needs all rows. */
  public String sqlOfAll() {
    return sql(counted);
  }

  private static String sql(List<String> conditions) {
    return conditions.isEmpty() ? "true" : String.join(" and ", conditions);
  }

  /** The values of the conditions, in the order of their numbers. */
  public Object[] values() {
    return values.toArray();
  }
}
