package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.AppServer;
import io.steward.testing.Await;
import io.steward.testing.ChildProcess;
import io.steward.testing.Folders;
import io.steward.testing.PayaraServer;
import io.steward.testing.SelfSigned;
import io.steward.testing.Steward;
import io.steward.testing.StockTomcat;
import io.steward.testing.TestDatabase;
import io.steward.testing.mail.Postfix;
import io.steward.testing.mail.ReceivedMail;
import io.steward.testing.mail.SmtpServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Messages leave through mail sessions of the containers, set up as {@code deploy/mail.md} says.
 */
@Tag("servers")
final class MailSessionIT {
  private static final Path GUIDE = Path.of("deploy", "mail.md");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @AutoClose private static final SmtpServer next = SmtpServer.start();

  @AutoClose
  private static final Postfix postfix =
      new Postfix(Folders.fresh("mail-session-postfix"), next.port());

  private final TestDatabase database = TestDatabase.create();

  private static Map<String, String> environment(String session) {
    Map<String, String> environment = new HashMap<>();
    environment.put("STEWARD_MAIL_JNDI", session);
    environment.put("STEWARD_MAIL_FROM", "accounts@steward.example");
    environment.put("JAVA_TOOL_OPTIONS", SelfSigned.trustOptions());
    return environment;
  }

  /** The part of the guide that this pattern finds, with the test's mail server. */
  private static String guide(String pattern) throws IOException {
    Matcher found = Pattern.compile(pattern, Pattern.DOTALL).matcher(Files.readString(GUIDE));
    assertThat(found.find()).as(pattern).isTrue();
    return found
        .group(1)
        .replace("mail.example.com", "127.0.0.1")
        .replace("587", String.valueOf(postfix.port()))
        .replace("…", Postfix.PASSWORD);
  }

  /** Copies the libraries that the guide names from the WAR into Tomcat's folder. */
  private static void addLibraries(Path base) throws IOException {
    List<String> names = List.of(guide("'(WEB-INF/lib/.*?)'\\n```").split("' '"));
    Files.createDirectories(base.resolve("lib"));
    try (ZipFile war = new ZipFile(Folders.WAR.toFile());
        Stream<? extends ZipEntry> entries = war.stream()) {
      for (ZipEntry entry : entries.toList()) {
        if (names.stream().anyMatch(n -> entry.getName().matches(n.replace("*", ".*")))) {
          try (InputStream jar = war.getInputStream(entry)) {
            Files.copy(jar, base.resolve("lib").resolve(Path.of(entry.getName()).getFileName()));
          }
        }
      }
    }
  }

  /** Adds the mail server's certificate to those that Payara trusts, as the guide says. */
  private static void trust(Path config) throws IOException {
    String pem = SelfSigned.pem();
    String end = "END CERTIFICATE-----";
    Files.writeString(
        config.resolve("ca.pem"), pem.substring(0, pem.indexOf(end) + end.length()) + "\n");
    List<String> command = new ArrayList<>();
    command.add(ChildProcess.javaHome().resolve("bin/keytool").toString());
    command.addAll(List.of(guide("```sh\nkeytool (-importcert.*?)```").strip().split(" ")));
    command.add("-noprompt");
    try (ChildProcess keytool = ChildProcess.start(config, command, Map.of())) {
      assertThat(keytool.awaitExit(PATIENCE)).as(keytool.log()).isZero();
    }
  }

  private void awaitMessage(AppServer server, String path) {
    Await.until("ready", PATIENCE, () -> server.http(path).status("/health/ready") == 200);
    database.execute(
        "insert into mails (kind, recipient, details)"
            + " values ('new_login', 'ada@example.com', '{\"name\":\"Ada Söhne\"}')");
    Await.until(
        "sent",
        PATIENCE,
        () ->
            database
                .query("select state || last_error from mails where kind = 'new_login'")
                .contains("sent"));
    ReceivedMail mail = next.await("ada@example.com");
    assertThat(mail.source()).contains("with ESMTPSA id ");
    assertThat(mail.from()).isEqualTo("accounts@steward.example");
    assertThat(mail.plain()).startsWith("Hello Ada Söhne,\n");
    assertThat(mail.html()).contains("<bdi>Ada Söhne</bdi>");
  }

  @Test
  void tomcats_session_delivers_a_message() throws IOException {
    Path base = StockTomcat.jndiBase("tomcat-mail", database.url());
    addLibraries(base);
    Path context = base.resolve("conf/Catalina/localhost/steward.xml");
    String session = guide("```xml\n(.*?)```");
    Files.writeString(
        context, Files.readString(context).replace("</Context>", session + "</Context>"));
    try (StockTomcat tomcat = StockTomcat.start(base, environment("java:comp/env/mail/steward"))) {
      awaitMessage(tomcat, "/steward");
      assertThat(tomcat.warnings()).isEmpty();
    }
  }

  @Test
  void payaras_session_delivers_a_message() throws IOException {
    String command = guide("```sh\nasadmin (create-javamail-resource.*?)```");
    Map<String, String> environment = environment("mail/steward");
    environment.putAll(Steward.environment(database.url()));
    try (PayaraServer payara = new PayaraServer(AppServer.home("payara6"), "payara-mail")) {
      trust(payara.domain().resolve("config"));
      payara.startAnew(environment);
      payara.asadmin(command.replace("\\\n", " ").strip().split("\\s+"));
      payara.deploy(Folders.WAR);
      awaitMessage(payara, "");
    }
  }
}
