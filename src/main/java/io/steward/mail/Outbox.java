package io.steward.mail;

import io.steward.api.json.Json;
import io.steward.database.Chore;
import io.steward.database.Database;
import io.steward.database.Expiry;
import io.steward.database.Table;
import io.steward.origin.Origin;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.settings.mail.LinkPurpose;
import io.steward.settings.mail.MailSettings;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Accepts messages, in the transaction of their cause; any node delivers them later. */
public final class Outbox {
  private final MailSettings settings;

  public Outbox(MailSettings settings) {
    this.settings = settings;
  }

  /**
   * Refuses a request that needs mail with links of this purpose.
   *
   * @throws ProblemException 503 if no mail or no such link is configured
   */
  public void demand(LinkPurpose purpose) {
    if (!settings.hasLink(purpose)) {
      throw new ProblemException(ProblemType.MAIL_UNAVAILABLE);
    }
  }

  /** Whether messages with links of this purpose can be sent. */
  public boolean canSend(LinkPurpose purpose) {
    return settings.hasLink(purpose);
  }

  /**
   * Adds a message. Does nothing if mail is off, or if the operator has switched off the notice.
   *
   * @param details what the composer of this kind needs; never a secret, except the hash of the
   *     password of a concealed registration, until its account exists or the message is given up
   */
  public void post(
      EntityManager em, MailKind kind, Recipient recipient, Map<String, String> details) {
    if (isSent(kind)) {
      Origin origin = Origin.current();
      Database.query(
              em,
              """
              insert into mails (kind, user_id, recipient, language, details, ip, user_agent)
              values (?1, cast(nullif(?2, '') as bigint), ?3, ?4, cast(?5 as jsonb), ?6, ?7)
              """,
              kind.word(),
              recipient.userId().map(String::valueOf).orElse(""),
              recipient.address(),
              recipient.language(),
              new String(Json.write(details), StandardCharsets.UTF_8),
              origin.ip(),
              origin.userAgent())
          .executeUpdate();
    }
  }

  /**
   * Replaces what the cause of a message wrote down.
   *
   * @param userId the account that the message is about by now
   */
  public static void settle(
      EntityManager em, long id, Optional<Long> userId, Map<String, String> details) {
    Database.query(
            em,
            """
            update mails set user_id = cast(nullif(?2, '') as bigint), details = cast(?3 as jsonb)
            where id = ?1
            """,
            id,
            userId.map(String::valueOf).orElse(""),
            new String(Json.write(details), StandardCharsets.UTF_8))
        .executeUpdate();
  }

  /**
   * Gives up messages that wait. A composer that runs meanwhile sees it by {@link #isDropped}, if
   * it locks the user's row first.
   *
   * @param since what was posted earlier still waits
   */
  public static void drop(EntityManager em, MailKind kind, long userId, Instant since) {
    Database.query(
            em,
            """
            update mails set state = 'dropped', settled_at = now(),
              expires_at = now() + interval '30 days'
            where user_id = ?1 and kind = ?2 and state = 'waiting'
              and created_at >= cast(?3 as timestamptz)
            """,
            userId,
            kind.word(),
            since.toString())
        .executeUpdate();
  }

  /** Whether a message was given up since it was taken for delivery. */
  public static boolean isDropped(EntityManager em, long id) {
    return !Database.query(em, "select 1 from mails where id = ?1 and state = 'dropped'", id)
        .getResultList()
        .isEmpty();
  }

  /** How long links of this purpose work. */
  public Duration lifetime(LinkPurpose purpose) {
    return settings.link(purpose).lifetime();
  }

  /** Whether messages of this kind are sent. */
  public boolean isSent(MailKind kind) {
    return settings.isOn() && kind.notice().map(settings.notices()::contains).orElse(true);
  }

  /** Removes messages a month after they were sent or given up. */
  public static Chore chore() {
    return new Expiry("mails", "id", "state <> 'waiting'").chore();
  }

  /** The tables of this package. */
  public static Table table() {
    return Table.changeable("mails");
  }
}
