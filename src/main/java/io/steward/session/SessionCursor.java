package io.steward.session;

import io.steward.session.SessionPage.SessionView;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in the list of sessions: directly before or after this session. Its text is opaque to
 * clients.
 *
 * @param isBackward whether the page ends before the position, instead of starting after it
 */
public record SessionCursor(boolean isBackward, Instant lastUsed, String id) {
  private static final Pattern CONTENT =
      Pattern.compile("(-?)([0-9]{1,17})\\.([A-Za-z0-9_-]{1,22})");
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  static SessionCursor after(SessionView last) {
    return new SessionCursor(false, last.lastUsed(), last.id());
  }

  static SessionCursor before(SessionView first) {
    return new SessionCursor(true, first.lastUsed(), first.id());
  }

  public String text() {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, lastUsed);
    String content = (isBackward ? "-" : "") + micros + "." + id;
    return ENCODER.encodeToString(content.getBytes(StandardCharsets.US_ASCII));
  }

  /** Parses a cursor; empty if the text is not exactly as Steward writes it. */
  public static Optional<SessionCursor> parse(String text) {
    return decoded(text)
        .map(CONTENT::matcher)
        .filter(Matcher::matches)
        .map(
            m ->
                new SessionCursor(
                    !m.group(1).isEmpty(), instant(Long.parseLong(m.group(2))), m.group(3)))
        .filter(cursor -> cursor.text().equals(text));
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static Optional<String> decoded(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      return Optional.of(new String(bytes, StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
