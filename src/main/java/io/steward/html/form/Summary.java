package io.steward.html.form;

import io.steward.html.Link;
import io.steward.html.Wait;
import io.steward.html.Words;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import java.util.List;

/**
 * Why a form was not accepted, shown above it. Only what the reader can correct has the heading
 * that asks for it.
 *
 * @param texts what is wrong with the form as a whole; empty if only fields are wrong
 * @param links where the reader gets on
 */
public record Summary(String heading, List<String> texts, List<Link> links) {
  public Summary(String heading, List<String> texts) {
    this(heading, texts, List.of());
  }

  /** A form that was not refused, or only for its fields. */
  public static Summary ofFields(Words words, List<String> texts) {
    return new Summary(words.get("layout.errors"), texts);
  }

  /** What the reader cannot correct; the heading is the text of the key with {@code .title}. */
  public static Summary of(Words words, String key, Object... values) {
    return new Summary(words.get(key + ".title"), List.of(words.get(key, values)));
  }

  public Summary links(Link... ways) {
    return new Summary(heading, texts, List.of(ways));
  }

  /** Too many attempts, with the time to wait. */
  public static Summary throttled(Words words, String key, ProblemException refusal) {
    return new Summary(
        words.get("error.429.title"),
        List.of(words.get(key, Wait.words(words, refusal.retryAfter().orElseThrow()))));
  }

  /**
   * The summary of a refusal.
   *
   * @param fields the names of the fields that the form shows
   * @throws ProblemException the refusal itself, if it is no answer to what was typed
   */
  static Summary of(Words words, List<String> fields, ProblemException refusal) {
    if (refusal.type() == ProblemType.TOO_MANY_REQUESTS) {
      return throttled(words, "error.429", refusal);
    }
    if (refusal.type() == ProblemType.MAIL_UNAVAILABLE) {
      return of(words, "error.mail");
    }
    if (refusal.type().status() == 503) {
      return of(words, "error.503");
    }
    if (refusal.type() == ProblemType.UNDO_OPEN) {
      return of(words, "fault.undo_open");
    }
    if (refusal.type() == ProblemType.CONFLICT) {
      return of(words, "fault.conflict");
    }
    if (refusal.type() != ProblemType.INVALID_INPUT) {
      throw refusal;
    }
    return ofFields(words, FaultTexts.ofOthers(words, fields, refusal));
  }
}
