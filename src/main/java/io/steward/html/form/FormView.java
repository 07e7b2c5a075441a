package io.steward.html.form;

import io.steward.html.Link;
import io.steward.html.Words;
import io.steward.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A page with one form.
 *
 * @param title also the heading
 * @param texts paragraphs above the form
 * @param done what has just been done; empty if nothing was
 * @param summary why the form was not accepted; empty if it was not refused
 * @param hidden the values that the form carries along
 * @param action the path to which the form is posted
 * @param button the text of the button
 * @param links where else the reader may want to go
 */
public record FormView(
    String title,
    List<String> texts,
    String done,
    Optional<Summary> summary,
    List<Field> fields,
    Map<String, String> hidden,
    String action,
    String button,
    List<Link> links) {

  /** A form without anything around it. */
  public static FormView of(String title, String action, String button, List<Field> fields) {
    return new FormView(
        title, List.of(), "", Optional.empty(), fields, Map.of(), action, button, List.of());
  }

  public FormView texts(String... paragraphs) {
    return new FormView(
        title, List.of(paragraphs), done, summary, fields, hidden, action, button, links);
  }

  public FormView done(String what) {
    return new FormView(title, texts, what, summary, fields, hidden, action, button, links);
  }

  public FormView hidden(Map<String, String> values) {
    return new FormView(title, texts, done, summary, fields, values, action, button, links);
  }

  public FormView links(List<Link> others) {
    return new FormView(title, texts, done, summary, fields, hidden, action, button, others);
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
    Optional<Summary> why = Optional.of(Summary.of(words, names, refusal));
    return new FormView(title, texts, "", why, marked, hidden, action, button, links);
  }
}
