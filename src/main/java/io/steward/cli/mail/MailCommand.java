package io.steward.cli.mail;

import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.Terminal;
import io.steward.mail.MailKind;
import io.steward.mail.Recipient;
import io.steward.mail.delivery.TestMail;
import io.steward.mail.text.MailText;
import io.steward.mail.text.Templates;
import io.steward.settings.Settings;
import io.steward.settings.mail.MailDelivery;
import io.steward.settings.mail.MailSettings;
import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingSources;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends a test message, and shows the texts of messages. */
@Command(name = "mail", description = "Send a test message, and show the texts of messages.")
public final class MailCommand {
  private static final Set<Setting> TEXTS = EnumSet.of(Setting.BRAND_NAME, Setting.MAIL_TEMPLATES);
  private static final Set<Setting> SERVER =
      EnumSet.of(
          Setting.MAIL_HOST,
          Setting.MAIL_PORT,
          Setting.MAIL_TLS,
          Setting.MAIL_USERNAME,
          Setting.MAIL_PASSWORD,
          Setting.MAIL_PASSWORD_FILE,
          Setting.MAIL_JNDI,
          Setting.MAIL_FROM);

  private final Terminal terminal;
  private final Supplier<SettingSources> sources;

  /** Creates an instance that reads these settings. */
  public MailCommand(Terminal terminal, Supplier<SettingSources> sources) {
    this.terminal = terminal;
    this.sources = sources;
  }

  @Command(
      description = {
        "Send a message to ADDRESS at once, and print what the mail server answered.",
        "Exit code 1 if the server does not accept the message."
      })
  int test(
      @Parameters(paramLabel = "ADDRESS", description = "For example ada@example.com.")
          String address,
      @Option(names = "--language", defaultValue = "en", description = "For example de.")
          String language) {
    Set<Setting> used = EnumSet.copyOf(TEXTS);
    used.addAll(SERVER);
    MailSettings mail = Settings.loadOnly(sources.get(), used).mail();
    if (mail.delivery() instanceof MailDelivery.ContainerSession) {
      throw Refusal.failure(
          "Commands cannot use the server's mail session (STEWARD_MAIL_JNDI): set STEWARD_MAIL_HOST.");
    }
    if (!mail.isOn()) {
      throw Refusal.failure(
          "STEWARD_MAIL_HOST is not set: set it to the name of your mail server.");
    }
    TestMail.Result result =
        new TestMail(mail, templates(mail))
            .send(new Recipient(address, Optional.empty(), language));
    if (!result.isAccepted()) {
      throw Refusal.failure("Not sent: " + result.text());
    }
    terminal.say("The mail server accepted the message: " + result.text());
    return 0;
  }

  @Command(
      description = {
        "Print a text with invented values.",
        "Checks all texts in STEWARD_MAIL_TEMPLATES first; exit code 1 on a fault."
      })
  int preview(
      @Parameters(paramLabel = "NAME", description = "For example reset or new_login.") String name,
      @Option(names = "--language", defaultValue = "en", description = "For example de.")
          String language,
      @Option(names = "--html", description = "Print HTML.") boolean html) {
    MailText text =
        templates(Settings.loadOnly(sources.get(), TEXTS).mail()).preview(kind(name), language);
    if (html) {
      text.html().lines().forEach(terminal::say);
    } else {
      terminal.say("Subject: " + text.subject());
      terminal.say("");
      text.plain().lines().forEach(terminal::say);
    }
    return 0;
  }

  private static MailKind kind(String name) {
    String names =
        Arrays.stream(MailKind.values()).map(MailKind::word).collect(Collectors.joining(", "));
    return MailKind.of(name)
        .orElseThrow(
            () -> Refusal.usage("There is no text '%s'; the names are %s.".formatted(name, names)));
  }

  private static Templates templates(MailSettings mail) {
    return new Templates(mail.brand(), mail.templates());
  }
}
