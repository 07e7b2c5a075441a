package io.steward.testing.mail;

import io.steward.testing.mail.SmtpServer.Stage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One connection of a client to the server. */
final class SmtpConversation {
  private final SmtpServer server;
  private final BufferedReader in;
  private final OutputStream out;
  private String from = "";
  private final List<String> to = new ArrayList<>();

  SmtpConversation(SmtpServer server, Socket client) throws IOException {
    this.server = server;
    this.in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
    this.out = client.getOutputStream();
  }

  void run() throws IOException {
    say(server.reply(Stage.GREETING, "220 test ESMTP"));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String word = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
      switch (word) {
        case "EHLO" ->
            say(server.reply(Stage.EHLO, "250-test\r\n250-AUTH PLAIN\r\n250 SIZE 1000000"));
        case "AUTH" -> say(server.reply(Stage.AUTH, "235 2.7.0 welcome"));
        case "MAIL" -> mail(line);
        case "RCPT" -> rcpt(line);
        case "DATA" -> data();
        case "QUIT" -> {
          say("221 bye");
          return;
        }
        default -> say("250 ok");
      }
    }
  }

  private void mail(String line) throws IOException {
    from = address(line);
    to.clear();
    say(server.reply(Stage.MAIL, "250 2.1.0 ok"));
  }

  private void rcpt(String line) throws IOException {
    String reply = server.reply(Stage.RCPT, "250 2.1.5 ok");
    if (reply.startsWith("2")) {
      to.add(address(line));
    }
    say(reply);
  }

  private void data() throws IOException {
    String reply = server.reply(Stage.DATA, "354 go on");
    say(reply);
    if (!reply.startsWith("3")) {
      return;
    }
    StringBuilder source = new StringBuilder();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals(".")) {
        end(source.toString());
        return;
      }
      source.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
    }
  }

  private void end(String source) throws IOException {
    String reply = server.reply(Stage.END, "250 2.0.0 queued");
    if (reply.replace(SmtpServer.SLOW, "").startsWith("2")) {
      server.received(new ReceivedMail(from, List.copyOf(to), source));
    }
    say(reply);
  }

  private void say(String reply) throws IOException {
    if (reply.equals(SmtpServer.CLOSE)) {
      throw new IOException("closed on purpose");
    }
    if (reply.equals(SmtpServer.HANG)) {
      while (in.read() >= 0) {
        // Waits until the client has gone.
      }
      return;
    }
    while (reply.equals(SmtpServer.TRICKLE)) {
      // Until the client has gone.
      write("250-more");
      pause(50);
    }
    if (reply.startsWith(SmtpServer.SLOW)) {
      pause(1_000);
    }
    write(reply.replace(SmtpServer.SLOW, ""));
  }

  private void write(String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static void pause(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static String address(String line) {
    return line.replaceFirst("^[^<]*<", "").replaceFirst(">.*$", "");
  }
}
