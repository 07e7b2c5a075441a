package io.steward.settings.mail;

import io.steward.settings.source.Secret;
import io.steward.settings.source.SecretFile;
import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import io.steward.settings.source.SettingValue;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads where messages go, and who sends them. */
record MailServerSettings(MailDelivery delivery, String from) {
  private static final Pattern ANY = Pattern.compile("(?s).*");
  private static final Pattern HOST =
      Pattern.compile("[0-9A-Za-z]([0-9A-Za-z.-]*[0-9A-Za-z])?|\\[?[0-9A-Fa-f:.]+]?");
  private static final Pattern ADDRESS =
      Pattern.compile("[-!#$%&'*+/=?^_`{}|~.0-9A-Za-z]+@[0-9A-Za-z]([0-9A-Za-z.-]*[0-9A-Za-z])?");
  private static final Pattern TLS = Pattern.compile("starttls|implicit|off");
  // A name with another scheme, such as ldap:, would make the JDK contact a remote server.
  private static final Pattern JNDI_NAME = Pattern.compile("(java:)?[^:]+");
  private static final int MAX_PORT = 65_535;

  static MailServerSettings read(SettingReader reader) {
    Optional<String> host =
        reader.text(Setting.MAIL_HOST, HOST, "must be a host name such as mail.example.com");
    Optional<String> jndi =
        reader.text(
            Setting.MAIL_JNDI, JNDI_NAME, "must be a name such as java:comp/env/mail/steward");
    Optional<String> from =
        reader.text(Setting.MAIL_FROM, ADDRESS, "must be an address such as accounts@example.com");
    MailDelivery.Smtp smtp = smtp(reader, host.orElse(""));
    demandOne(reader);
    demandFrom(reader);
    MailDelivery delivery =
        jndi.<MailDelivery>map(MailDelivery.ContainerSession::new)
            .or(() -> host.map(name -> smtp))
            .orElseGet(MailDelivery.None::new);
    return new MailServerSettings(delivery, from.orElse(""));
  }

  private static MailDelivery.Smtp smtp(SettingReader reader, String host) {
    TlsMode tls =
        reader
            .text(Setting.MAIL_TLS, TLS, "must be starttls, implicit or off")
            .map(word -> TlsMode.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(TlsMode.STARTTLS);
    Optional<String> username = reader.text(Setting.MAIL_USERNAME, ANY, "");
    Optional<SecretFile> file =
        reader.secretFile(Setting.MAIL_PASSWORD, Setting.MAIL_PASSWORD_FILE);
    Optional<String> direct = reader.text(Setting.MAIL_PASSWORD, ANY, "");
    Optional<String> password =
        file.flatMap(f -> reader.content(f, Setting.MAIL_PASSWORD_FILE))
            .map(SettingValue::text)
            .or(() -> direct);
    boolean hasPassword = password.isPresent() || file.isPresent();
    if (username.isPresent() != hasPassword) {
      reader.fault(
          hasPassword
              ? "STEWARD_MAIL_PASSWORD is set, but STEWARD_MAIL_USERNAME is not: set both or none"
              : "STEWARD_MAIL_USERNAME is set, but STEWARD_MAIL_PASSWORD is not: set both or none");
    }
    int port =
        reader.find(Setting.MAIL_PORT).isPresent()
            ? reader.number(Setting.MAIL_PORT, 1, MAX_PORT, "")
            : tls.port();
    return new MailDelivery.Smtp(host, port, tls, username, new Secret(password.orElse("")));
  }

  private static void demandOne(SettingReader reader) {
    Optional<SettingValue> host = reader.find(Setting.MAIL_HOST);
    Optional<SettingValue> jndi = reader.find(Setting.MAIL_JNDI);
    if (host.isPresent() && jndi.isPresent()) {
      reader.fault(
          "%s and %s are both set: remove one".formatted(host.get().label(), jndi.get().label()));
    }
  }

  private static void demandFrom(SettingReader reader) {
    boolean isOn =
        reader.find(Setting.MAIL_HOST).or(() -> reader.find(Setting.MAIL_JNDI)).isPresent();
    if (isOn && reader.find(Setting.MAIL_FROM).isEmpty()) {
      reader.fault(
          "STEWARD_MAIL_FROM is not set: set it to the sender's address, such as"
              + " accounts@example.com");
    }
  }
}
