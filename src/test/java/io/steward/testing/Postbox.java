package io.steward.testing;

import io.steward.api.json.Json;
import io.steward.api.json.JsonObject;
import io.steward.database.Database;
import io.steward.mail.Composed;
import io.steward.mail.Composer;
import io.steward.mail.Letter;
import io.steward.mail.MailKind;
import io.steward.mail.Recipient;
import io.steward.origin.Origin;
import io.steward.settings.Settings;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes messages out of the outbox as their readers would get them, without a mail server. */
public final class Postbox implements AutoCloseable {
  private static final String TAKE =
      """
      update mails set state = 'sent' where id in (
        select id from mails where state = 'waiting' and kind like ?1)
      returning id, message_id, kind, user_id, recipient, language, cast(details as text),
        created_at
      """;

  private final Database database;
  private final Map<MailKind, Composer> composers;

  /** Reads the outbox of these settings. */
  public Postbox(Settings settings, Function<Settings, Map<MailKind, Composer>> composers) {
    // An earlier one has deregistered it.
    TestServer.registerDriver();
    this.database = new Database(settings.database());
    this.composers = composers.apply(settings);
    database.connect();
  }

  /** All messages that wait, oldest first, and from now on no longer. */
  public List<Composed> take() {
    return take("%");
  }

  private List<Composed> take(String kind) {
    return database.inTransaction(
        em -> {
          List<?> rows = Database.query(em, TAKE, kind).getResultList();
          return rows.stream()
              .map(row -> letter((@Nullable Object[]) row))
              .sorted((a, b) -> Long.compare(a.id(), b.id()))
              .flatMap(letter -> composed(em, letter).stream())
              .toList();
        });
  }

  /** The token in the link of the only message of this kind that waits. */
  public String token(MailKind kind) {
    List<Composed> messages = take(kind.word());
    if (messages.size() != 1) {
      throw new AssertionError(kind + ": " + messages);
    }
    return token(messages.get(0));
  }

  /** The token in the link of a message. */
  public static String token(Composed message) {
    String link = message.values().getOrDefault("link", "");
    return link.substring(link.indexOf('#') + 1);
  }

  private Optional<Composed> composed(EntityManager em, Letter letter) {
    Composer plain =
        (same, unused) ->
            Optional.of(new Composed(letter.kind(), letter.recipient(), letter.details()));
    return composers.getOrDefault(letter.kind(), plain).compose(em, letter);
  }

  private static Letter letter(@Nullable Object[] row) {
    Map<String, String> details = new HashMap<>();
    byte[] json = String.valueOf(row[6]).getBytes(StandardCharsets.UTF_8);
    ((JsonObject) Json.read(json))
        .members()
        .forEach((name, value) -> details.put(name, String.valueOf(value)));
    return new Letter(
        (Long) row[0],
        UUID.fromString(String.valueOf(row[1])),
        MailKind.of(String.valueOf(row[2])).orElseThrow(),
        new Recipient(
            String.valueOf(row[4]), Optional.ofNullable((Long) row[3]), String.valueOf(row[5])),
        details,
        Origin.LOCAL,
        ((Timestamp) row[7]).toInstant());
  }

  @Override
  public void close() {
    database.close();
  }
}
