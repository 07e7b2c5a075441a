package io.steward.mail.delivery;

import io.steward.background.OutOfMemory;
import io.steward.database.Chore;
import io.steward.database.Database;
import io.steward.log.Complaint;
import io.steward.log.Log;
import io.steward.mail.Composed;
import io.steward.mail.Composer;
import io.steward.mail.Letter;
import io.steward.mail.MailKind;
import io.steward.mail.delivery.DueMails.Due;
import io.steward.mail.delivery.MailTransport.Outgoing;
import io.steward.mail.text.Templates;
import io.steward.settings.mail.MailDelivery;
import io.steward.settings.mail.MailSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Delivers the outbox, one message at a time. Every node has one; they share the messages. While
 * the mail server cannot be used, a courier pauses, and messages wait without counting attempts.
 */
public final class Courier {
  private static final Log LOG = Log.of("io.steward.mail");
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Duration COUNT_EVERY = Duration.ofSeconds(10);
  private static final Duration GIVE_UP_EVERY = Duration.ofMinutes(1);
  private static final Composer AS_POSTED =
      (em, letter) ->
          Optional.of(new Composed(letter.kind(), letter.recipient(), letter.details()));

  private final Database database;
  private final Templates templates;
  private final Map<MailKind, Composer> composers;
  private final MailTransport transport;
  private final Pause pause = new Pause();
  private final Complaint complaint = new Complaint();
  private volatile MailBacklog backlog = MailBacklog.NOTHING;

  /**
   * Creates a courier.
   *
   * @param composers complete the messages of some kinds; the others are sent as posted
   */
  public Courier(
      Database database,
      MailSettings settings,
      Templates templates,
      Map<MailKind, Composer> composers) {
    this.database = database;
    this.templates = templates;
    this.composers = composers;
    this.transport = transport(settings);
  }

  static MailTransport transport(MailSettings settings) {
    return settings.delivery() instanceof MailDelivery.Console
        ? new ConsoleTransport(System.out)
        : new SmtpTransport(settings, MailSession.PATIENCE);
  }

  /** The work of the courier, which needs a thread of its own. */
  public List<Chore> chores() {
    return List.of(
        Chore.onConnectAndEvery(LOOK_EVERY, "deliver mail", this::deliverNext)
            .andAtEnd(
                connection -> {
                  transport.close();
                  return false;
                }),
        Chore.onConnectAndEvery(
            COUNT_EVERY,
            "count waiting mail",
            connection -> {
              backlog = MailBacklog.read(connection);
              return false;
            }),
        Chore.onConnectAndEvery(GIVE_UP_EVERY, "give up old mail", Courier::giveUp));
  }

  /** How much mail waits, on all nodes together. */
  public MailBacklog backlog() {
    return backlog;
  }

  private static boolean giveUp(Connection connection) throws SQLException {
    int number = new DueMails(connection).giveUp();
    if (number > 0) {
      LOG.warning("mail: gave up messages that could not be delivered within 3 days: " + number);
    }
    return false;
  }

  /** Tries to deliver one message; returns true if more may be due. */
  private boolean deliverNext(Connection connection) throws SQLException {
    if (!pause.isOver()) {
      return false;
    }
    DueMails mails = new DueMails(connection);
    Optional<Due> next = mails.take();
    if (next.isEmpty()) {
      transport.close();
      return false;
    }
    Due due = next.get();
    try {
      mails.settle(due, attempt(due.letter()), "");
    } catch (DeliveryFault fault) {
      note(mails, due, fault);
    } catch (RuntimeException | Error e) {
      OutOfMemory.examine(e);
      LOG.error("mail: message " + due.letter().id() + " could not be written", e);
      mails.postpone(due, due.attempts(), "unexpected error; see the log", backOff(due));
    }
    return pause.isOver();
  }

  /** Sends a message; returns the state of its row. */
  private String attempt(Letter letter) throws DeliveryFault {
    // Before the text is composed: an issued token would be of no use.
    transport.open();
    Composer composer = composers.getOrDefault(letter.kind(), AS_POSTED);
    Optional<Composed> composed = database.inTransaction(em -> composer.compose(em, letter));
    if (composed.isEmpty()) {
      return "dropped";
    }
    transport.send(
        new Outgoing(
            letter.messageId(),
            composed.get().recipient().address(),
            templates.text(letter, composed.get())));
    if (pause.end()) {
      complaint.end();
      LOG.info("mail is delivered again");
    }
    return "sent";
  }

  private void note(DueMails mails, Due due, DeliveryFault fault) throws SQLException {
    switch (fault.kind()) {
      case NO_RECIPIENT -> mails.settle(due, "failed", fault.text());
      case REFUSED -> mails.postpone(due, due.attempts(), fault.text(), backOff(due));
      case BROKEN -> {
        mails.postpone(due, due.attempts(), fault.text(), backOff(due));
        pause(fault);
      }
      case UNREACHABLE -> {
        // The message was not tried, so it keeps its place.
        mails.postpone(due, due.attempts() - 1, fault.text(), 0);
        pause(fault);
      }
    }
  }

  private void pause(DeliveryFault fault) {
    pause.begin();
    if (complaint.isNew(fault.text())) {
      LOG.warning("mail is paused, because the mail server cannot be used: " + fault.text());
    }
  }

  /** 10 s, 20 s, 40 s … 6 h. */
  private static long backOff(Due due) {
    int doublings = Math.min(Math.max(due.attempts() - 1, 0), 12);
    return Math.min(10L << doublings, Duration.ofHours(6).toSeconds());
  }

  /** A pause that doubles each time it begins again, from 1 s to 60 s. */
  private static final class Pause {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private Duration next = SHORTEST;
    private long until = System.nanoTime();

    boolean isOver() {
      return System.nanoTime() - until >= 0;
    }

    void begin() {
      until = System.nanoTime() + next.toNanos();
      Duration doubled = next.multipliedBy(2);
      next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    /** Lets the next pause be short again; returns whether there was one. */
    boolean end() {
      boolean wasPaused = !next.equals(SHORTEST);
      next = SHORTEST;
      return wasPaused;
    }
  }
}
