package io.steward.api.json;

import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import java.util.Locale;
import java.util.Optional;

/** Characters that requests must not contain, because PostgreSQL or UTF-8 cannot represent them. */
public final class Characters {
  private Characters() {}

  public static void refuse(String field, String text) {
    fault(text)
        .ifPresent(
            fault -> {
              throw ProblemException.invalid(field, fault);
            });
  }

  public static Optional<Fault> fault(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return Optional.of(
            new Fault("null_characters_not_allowed", "Null characters are not allowed."));
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        String message =
            String.format(Locale.ROOT, "Surrogate characters are not allowed: U+%04X.", (int) c);
        return Optional.of(new Fault("surrogate_characters_not_allowed", message));
      }
    }
    return Optional.empty();
  }
}
