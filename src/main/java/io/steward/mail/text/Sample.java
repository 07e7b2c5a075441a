package io.steward.mail.text;

import io.steward.mail.Composed;
import io.steward.mail.Letter;
import io.steward.mail.MailKind;
import io.steward.mail.Recipient;
import io.steward.origin.Origin;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Invented values, to show a text. */
final class Sample {
  private static final Instant TIME = Instant.parse("2026-01-31T12:00:00Z");
  private static final Map<String, String> VALUES =
      Map.of(
          "name", "Ada Lovelace",
          "link", "https://app.example.com/page#token",
          "lifetime", "86400",
          "until", "2026-02-28T12:00:00Z");

  private Sample() {}

  static Letter letter(MailKind kind, String language) {
    Recipient ada = new Recipient("ada@example.com", Optional.empty(), language);
    Origin origin = new Origin("", "192.0.2.7", "Firefox/140.0 (Windows)");
    return new Letter(0, new UUID(0, 0), kind, ada, VALUES, origin, TIME);
  }

  static Composed composed(Letter letter) {
    return new Composed(letter.kind(), letter.recipient(), letter.details());
  }
}
