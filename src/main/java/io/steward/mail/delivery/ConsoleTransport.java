package io.steward.mail.delivery;

import io.steward.log.Log;
import io.steward.mail.delivery.MailTransport.Outgoing;
import java.io.PrintStream;
import java.util.stream.Collectors;

/** Prints messages on the console of a trial. */
final class ConsoleTransport implements MailTransport {
  private final PrintStream out;

  ConsoleTransport(PrintStream out) {
    this.out = out;
  }

  @Override
  public void open() {}

  @Override
  public String send(Outgoing message) {
    String body =
        message
            .text()
            .plain()
            .lines()
            .map(line -> ("  " + Log.oneLine(line)).stripTrailing() + "\n")
            .collect(Collectors.joining());
    out.print(
        "\n  To: %s\n  Subject: %s\n\n%s\n"
            .formatted(Log.oneLine(message.to()), message.text().subject(), body));
    out.flush();
    return "printed on the console";
  }

  @Override
  public void close() {}

  @Override
  public void stopSending() {}

  @Override
  public void cut() {}
}
