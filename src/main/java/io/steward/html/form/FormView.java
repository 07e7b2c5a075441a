package io.steward.html.form;

import io.steward.html.Link;
import io.steward.html.Words;
import io.steward.problem.ProblemException;
import java.util.List;
import java.util.Map;

/**
 * A page with one form.
 *
 * @param title also the heading
 * @param texts paragraphs above the form
 * @param done what has just been done; empty if nothing was
 * @param wrong what is wrong with the form as a whole
 * @param hidden the values that the form carries along
 * @param action the path to which the form is posted
 * @param button the text of the button
 * @param links where else the reader may want to go
 */
public record FormView(
    String title,
    List<String> texts,
    String done,
    List<String> wrong,
    List<Field> fields,
    Map<String, String> hidden,
    String action,
    String button,
    List<Link> links) {

  /** A form without anything around it. */
  public static FormView of(String title, String action, String button, List<Field> fields) {
    return new FormView(
        title, List.of(), "", List.of(), fields, Map.of(), action, button, List.of());
  }

  public FormView texts(String... paragraphs) {
    return new FormView(
        title, List.of(paragraphs), done, wrong, fields, hidden, action, button, links);
  }

  public FormView done(String what) {
    return new FormView(title, texts, what, wrong, fields, hidden, action, button, links);
  }

  public FormView hidden(Map<String, String> values) {
    return new FormView(title, texts, done, wrong, fields, values, action, button, links);
  }

  public FormView links(List<Link> others) {
    return new FormView(title, texts, done, wrong, fields, hidden, action, button, others);
  }

  /**
   * The same form with what is wrong with it.
   *
   * @throws ProblemException the refusal itself, if it is no answer to what was typed
   */
  public FormView refused(Words words, ProblemException refusal) {
    List<String> names = fields.stream().map(Field::name).toList();
    List<Field> marked =
        fields.stream()
            .map(field -> field.wrong(FaultTexts.of(words, field.name(), refusal)))
            .toList();
    List<String> whole = FaultTexts.ofForm(words, names, refusal);
    return new FormView(title, texts, "", whole, marked, hidden, action, button, links);
  }
}
