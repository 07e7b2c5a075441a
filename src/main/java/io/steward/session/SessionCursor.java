package io.steward.session;

import io.steward.crypto.Sha256;
import io.steward.session.SessionPage.SessionView;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in the list of a user's sessions: directly before or after this session. Its text is
 * opaque to clients; a checksum binds it to the user and keeps no secret.
 *
 * @param isBackward whether the page ends before the position, instead of starting after it
 */
public record SessionCursor(boolean isBackward, Instant lastUsed, String id) {
  private static final Pattern CONTENT =
      Pattern.compile("([0-9a-f]{12})(-?)([0-9]{1,17})\\.([A-Za-z0-9_-]{1,22})");
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  static SessionCursor after(SessionView last) {
    return new SessionCursor(false, last.lastUsed(), last.id());
  }

  static SessionCursor before(SessionView first) {
    return new SessionCursor(true, first.lastUsed(), first.id());
  }

  /** The text in the query, for the list of this user. */
  public String text(long userId) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, lastUsed);
    String content = (isBackward ? "-" : "") + micros + "." + id;
    String checksum = Sha256.checksum(String.valueOf(userId), content);
    return ENCODER.encodeToString((checksum + content).getBytes(StandardCharsets.US_ASCII));
  }

  /** Parses the text in the query; empty unless Steward has sent it for this user's list. */
  public static Optional<SessionCursor> parse(String text, long userId) {
    return decoded(text)
        .map(CONTENT::matcher)
        .filter(Matcher::matches)
        .map(
            m ->
                new SessionCursor(
                    !m.group(2).isEmpty(), instant(Long.parseLong(m.group(3))), m.group(4)))
        .filter(cursor -> cursor.text(userId).equals(text));
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
