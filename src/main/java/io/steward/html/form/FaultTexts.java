package io.steward.html.form;

import io.steward.html.Wait;
import io.steward.html.Words;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import java.util.List;

/** Translates faults of a form into the reader's language, by their codes. */
public final class FaultTexts {
  private FaultTexts() {}

  /** What is wrong with a field; empty if nothing is. */
  public static List<String> of(Words words, String field, ProblemException refusal) {
    return refusal.faults().getOrDefault(field, List.of()).stream()
        .map(fault -> text(words, field, fault))
        .distinct()
        .toList();
  }

  /**
   * What is wrong with the form as a whole; empty if only fields are wrong.
   *
   * @param fields the names of the fields that the form shows
   * @throws ProblemException the refusal itself, if it is no answer to what was typed
   */
  public static List<String> ofForm(Words words, List<String> fields, ProblemException refusal) {
    if (refusal.type() == ProblemType.TOO_MANY_REQUESTS) {
      return List.of(words.get("error.429", Wait.words(words, refusal.retryAfter().orElseThrow())));
    }
    if (refusal.type() == ProblemType.MAIL_UNAVAILABLE) {
      return List.of(words.get("error.mail"));
    }
    if (refusal.type().status() == 503) {
      return List.of(words.get("error.503"));
    }
    if (refusal.type() == ProblemType.CONFLICT) {
      return List.of(words.get("fault.conflict"));
    }
    if (refusal.type() != ProblemType.INVALID_INPUT) {
      throw refusal;
    }
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
