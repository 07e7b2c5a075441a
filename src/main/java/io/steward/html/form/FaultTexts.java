package io.steward.html.form;

import io.steward.html.Words;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import java.util.List;

/** Translates faults of a form into the reader's language, by their codes. */
final class FaultTexts {
  private FaultTexts() {}

  /** What is wrong with a field; empty if nothing is. */
  static List<String> of(Words words, String field, ProblemException refusal) {
    return refusal.faults().getOrDefault(field, List.of()).stream()
        .map(fault -> text(words, field, fault))
        .distinct()
        .toList();
  }

  /** What is wrong with members that the form does not show. */
  static List<String> ofOthers(Words words, List<String> fields, ProblemException refusal) {
    return refusal.faults().keySet().stream()
        .filter(field -> !fields.contains(field))
        .flatMap(field -> of(words, field, refusal).stream())
        .toList();
  }

  private static String text(Words words, String field, Fault fault) {
    return words
        .find("fault." + field + "." + fault.code())
        .or(() -> words.find("fault." + fault.code()))
        .orElse(fault.message());
  }
}
