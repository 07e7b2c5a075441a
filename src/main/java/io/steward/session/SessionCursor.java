package io.steward.session;

import io.steward.session.SessionPage.SessionView;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The last session of a page of the list of sessions. Its text is opaque to clients. */
public record SessionCursor(Instant lastUsed, String id) {
  private static final Pattern CONTENT = Pattern.compile("([0-9]{1,17})\\.([A-Za-z0-9_-]{1,22})");
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  static SessionCursor of(SessionView last) {
    return new SessionCursor(last.lastUsed(), last.id());
  }

  public String text() {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, lastUsed);
    return ENCODER.encodeToString((micros + "." + id).getBytes(StandardCharsets.US_ASCII));
  }

  /** Parses a cursor; empty if it is not one of Steward's, in Steward's spelling. */
  public static Optional<SessionCursor> parse(String text) {
    return decoded(text)
        .map(CONTENT::matcher)
        .filter(Matcher::matches)
        .map(m -> new SessionCursor(instant(Long.parseLong(m.group(1))), m.group(2)))
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
