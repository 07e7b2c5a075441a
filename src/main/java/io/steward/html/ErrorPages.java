package io.steward.html;

import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The page of a refusal, for people. Programs get a problem (RFC 9457). */
public final class ErrorPages {
  private static final int LONGEST_ACCEPT = 1_000;
  private static final Pattern HTML = quality("text/html");
  private static final Pattern JSON = quality("application/(?:json|problem\\+json)");

  private ErrorPages() {}

  /** The content of the page. */
  public record View(String title, String text, String id) {}

  private static Pattern quality(String type) {
    return Pattern.compile(
        "(?:^|,)\\s*" + type + "\\s*(?:;\\s*q=([01](?:\\.\\d{0,3})?)\\s*)?(?=,|$)");
  }

  /** Whether the header {@code Accept} names HTML, and prefers it to JSON. */
  public static boolean areWanted(@Nullable String accept) {
    if (accept == null || accept.length() > LONGEST_ACCEPT) {
      return false;
    }
    String types = accept.toLowerCase(Locale.ROOT);
    double html = quality(HTML.matcher(types));
    return html > 0 && html >= quality(JSON.matcher(types));
  }

  private static double quality(Matcher type) {
    if (!type.find()) {
      return 0;
    }
    String given = type.group(1);
    return given == null ? 1 : Double.parseDouble(given);
  }

  /** The page of a refusal. */
  public static HtmlPage of(Layout layout, ProblemException refusal, String requestId) {
    int status = refusal.type().status();
    Words words = layout.words();
    String key = refusal.isOfOldSignIn() ? "error.old" : "error." + known(status);
    View view = new View(words.get(key + ".title"), text(layout, key, refusal), requestId);
    return new HtmlPage(status, "error", layout, view);
  }

  private static int known(int status) {
    return switch (status) {
      case 401, 403, 404, 405, 429, 503 -> status;
      default -> status < 500 ? 400 : 500;
    };
  }

  private static String text(Layout layout, String key, ProblemException refusal) {
    if (refusal.type() == ProblemType.TOO_MANY_REQUESTS) {
      return layout.get(key, Wait.words(layout.words(), refusal.retryAfter().orElseThrow()));
    }
    if (refusal.isOfForeignPage()) {
      return layout.get("error.403.foreign");
    }
    if (refusal.isOfOldSignIn()) {
      return layout.get(key);
    }
    String person = refusal.person().isEmpty() ? layout.person() : refusal.person();
    return refusal.type() == ProblemType.FORBIDDEN && !person.isEmpty()
        ? layout.get("error.403.person", person)
        : layout.get(key);
  }
}
