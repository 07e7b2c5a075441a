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
import io.steward.mail.connection.SmtpLine;
import io.steward.mail.delivery.DueMails.Due;
import io.steward.mail.delivery.MailTransport.Outgoing;
import io.steward.mail.text.Templates;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
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
  private static final int SOON_SECONDS = 5;

  /** The reader may get the message each time. */
  private static final int MOST_UNCLEAR = 5;

  private static final Composer AS_POSTED =
      (em, letter) ->
          Optional.of(new Composed(letter.kind(), letter.recipient(), letter.details()));

  private static final Outcome UNCHANGED = mails -> {};

  private final Database database;
  private final Templates templates;
  private final Map<MailKind, Composer> composers;
  private final MailTransport transport;
  private final Pause pause = new Pause();
  private final Complaint complaint = new Complaint();
  private Outcome outcome = UNCHANGED;
  private volatile boolean isStopped;
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
        : new SmtpTransport(settings, SmtpLine.Patience.USUAL);
  }

  /** What became of a message, to be written into its row. */
  @FunctionalInterface
  private interface Outcome {
    void write(DueMails mails) throws SQLException;
  }

  /** The first work on each connection: fails unless the server accepts writes. */
  public Chore demandWrites() {
    return Chore.onConnectAndEvery(
        COUNT_EVERY,
        "deliver mail",
        connection -> {
          new DueMails(connection).demandWrites();
          return false;
        });
  }

  /** Sends no further message; only a message that the mail server has completely may end. */
  public void stopSending() {
    isStopped = true;
    transport.stopSending();
  }

  /** Breaks the connection to the mail server, so that the thread of the courier can end. */
  public void cut() {
    transport.cut();
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
    DueMails mails = new DueMails(connection);
    write(mails);
    if (!pause.isOver()) {
      return false;
    }
    Optional<Due> next = mails.take();
    if (next.isEmpty()) {
      transport.close();
      return false;
    }
    outcome = deliver(next.get());
    write(mails);
    return pause.isOver();
  }

  /**
   * Writes the last outcome. If that fails, for example because the row is locked, the next round
   * tries again before it delivers anything: otherwise a sent message would be sent once more.
   */
  private void write(DueMails mails) throws SQLException {
    outcome.write(mails);
    outcome = UNCHANGED;
  }

  private Outcome deliver(Due due) {
    if (due.unclear() > MOST_UNCLEAR) {
      return givenUp(due.untried(), "the nodes ended while they sent the message");
    }
    try {
      String state = attempt(due.letter());
      return mails -> mails.settle(due, state, "");
    } catch (DeliveryFault fault) {
      return outcome(due, fault);
    } catch (RuntimeException | Error e) {
      OutOfMemory.examine(e);
      if (e instanceof ProblemException problem && problem.type() == ProblemType.UNAVAILABLE) {
        return mails -> mails.postpone(due.untried(), "the database was unavailable", SOON_SECONDS);
      }
      LOG.error("mail: message " + due.letter().id() + " could not be written", e);
      return postponed(due, "unexpected error; see the log");
    }
  }

  private static Outcome postponed(Due due, String error) {
    return mails -> mails.postpone(due.refused(), error, backOff(due.attempts(), 2));
  }

  private static Outcome untried(Due due, String error) {
    return mails -> mails.postpone(due.untried(), error, 0);
  }

  /** A message that may have arrived. */
  private static Outcome unclear(Due due, String error) {
    return due.unclear() < MOST_UNCLEAR
        ? mails -> mails.postpone(due, error, backOff(due.unclear(), 10))
        : givenUp(due, error);
  }

  private static Outcome givenUp(Due due, String error) {
    String text = "given up after " + due.unclear() + " unclear attempts: " + error;
    LOG.warning("mail: message " + due.letter().id() + " " + text);
    return mails -> mails.settle(due, "failed", text);
  }

  /** Sends a message; returns the state of its row. */
  private String attempt(Letter letter) throws DeliveryFault {
    // Before the text is composed: an issued token would be of no use.
    open();
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

  /** Connects. No message is at fault if that fails, whatever the reason. */
  private void open() throws DeliveryFault {
    try {
      transport.open();
    } catch (RuntimeException | Error e) {
      OutOfMemory.examine(e);
      // The server's answer may be unread; it is not the answer to the next message.
      transport.close();
      LOG.debug("unexpected failure to connect to the mail server", e);
      throw new DeliveryFault(DeliveryFault.Kind.UNREACHABLE, "unexpected error: " + e, e);
    }
  }

  private Outcome outcome(Due due, DeliveryFault fault) {
    return switch (fault.kind()) {
      case NO_RECIPIENT -> mails -> mails.settle(due, "failed", fault.text());
      case REFUSED -> postponed(due, fault.text());
      case BROKEN -> {
        pause(fault);
        yield isStopped ? untried(due, "the node stopped") : postponed(due, fault.text());
      }
      case UNCLEAR -> {
        pause(fault);
        yield unclear(due, fault.text());
      }
      case UNREACHABLE -> {
        pause(fault);
        yield untried(due, fault.text());
      }
    };
  }

  private void pause(DeliveryFault fault) {
    pause.begin();
    if (!isStopped && complaint.isNew(fault.text())) {
      LOG.warning("mail is paused, because the mail server cannot be used: " + fault.text());
    }
  }

  /** 10 s, and {@code factor} times as long after each further attempt, up to 6 h. */
  private static long backOff(int attempts, int factor) {
    long longest = Duration.ofHours(6).toSeconds();
    long seconds = 10;
    for (int i = 1; i < attempts && seconds < longest; i++) {
      seconds *= factor;
    }
    return Math.min(seconds, longest);
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
