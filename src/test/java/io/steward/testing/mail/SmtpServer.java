package io.steward.testing.mail;

import io.steward.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** An SMTP server that collects messages, and misbehaves as told. */
public final class SmtpServer implements AutoCloseable {
  /** Instead of a reply: never answers again. */
  public static final String HANG = "hang";

  /** Instead of a reply: sends lines without end. */
  public static final String TRICKLE = "trickle";

  /** Before a reply: waits for a second. */
  public static final String SLOW = "slow ";

  /** Instead of a reply: closes the connection. */
  public static final String CLOSE = "close";

  /** Where a server can misbehave. */
  public enum Stage {
    GREETING,
    EHLO,
    AUTH,
    MAIL,
    RCPT,
    DATA,
    /** After the message. */
    END
  }

  private final ServerSocket socket;
  private final List<ReceivedMail> messages = new CopyOnWriteArrayList<>();
  private final Map<Stage, Queue<String>> scripted = new EnumMap<>(Stage.class);
  private final Set<Stage> used = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private SmtpServer(int port) {
    for (Stage stage : Stage.values()) {
      scripted.put(stage, new ConcurrentLinkedQueue<>());
    }
    try {
      socket = new ServerSocket(port, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::accept, "smtp-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** A server on a free port. */
  public static SmtpServer start() {
    return new SmtpServer(0);
  }

  /** A server on a port where an earlier one has been closed. */
  public static SmtpServer start(int port) {
    return new SmtpServer(port);
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** Settings that deliver mail to this server; links lead to an application of their own. */
  public Map<String, String> settings() {
    return settings(port());
  }

  /** Settings for a server on this port. */
  public static Map<String, String> settings(int port) {
    Map<String, String> settings = new HashMap<>();
    settings.put("mail.host", "127.0.0.1");
    settings.put("mail.port", String.valueOf(port));
    settings.put("mail.tls", "off");
    settings.put("mail.from", "accounts@steward.example");
    settings.put("brand.name", "Portal");
    for (String purpose : List.of("verify", "reset", "change", "undo", "invitation")) {
      settings.put("mail.link." + purpose, "https://app.example/" + purpose + "#{token}");
    }
    return settings;
  }

  /** At the next visits of this stage, the server gives these replies instead of its own. */
  public void script(Stage stage, String... replies) {
    scripted.get(stage).addAll(List.of(replies));
  }

  /** Every message so far, in the order of arrival. */
  public List<ReceivedMail> messages() {
    return List.copyOf(messages);
  }

  /** How many connections there were. */
  public int connections() {
    return connections.get();
  }

  /** Waits for a message to this address, and takes the first one out. */
  public ReceivedMail await(String address) {
    return await("mail to " + address, mail -> mail.to().contains(address));
  }

  /** Waits for a message, and takes the first one out. */
  public ReceivedMail await(String what, Predicate<ReceivedMail> condition) {
    Await.until(what, Duration.ofSeconds(20), () -> messages.stream().anyMatch(condition));
    ReceivedMail found = messages.stream().filter(condition).findFirst().orElseThrow();
    messages.remove(found);
    return found;
  }

  /** Waits until a client has come to this stage. */
  public void awaitUse(Stage stage) {
    Await.until(stage.name(), Duration.ofSeconds(20), () -> isUsed(stage));
  }

  /** Whether a client has come to this stage. */
  public boolean isUsed(Stage stage) {
    return used.contains(stage);
  }

  String reply(Stage stage, String usual) {
    used.add(stage);
    String next = scripted.get(stage).poll();
    return next == null ? usual : next;
  }

  void received(ReceivedMail mail) {
    messages.add(mail);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        connections.incrementAndGet();
        open.add(client);
        Thread thread = new Thread(() -> converse(client), "smtp-connection");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        // Closed.
        return;
      }
    }
  }

  private void converse(Socket client) {
    try (client) {
      new SmtpConversation(this, client).run();
    } catch (IOException e) {
      // The client has gone, or this server is closed.
    } finally {
      open.remove(client);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
      for (Socket client : open) {
        client.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
