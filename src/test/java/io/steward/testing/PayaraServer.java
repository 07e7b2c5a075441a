package io.steward.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Payara Server that listens only on the loopback address, set up as {@code deploy/payara} says.
 */
public final class PayaraServer implements AppServer {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The files that operators get for Payara. */
  public static final Path FILES = Path.of("deploy", "payara").toAbsolutePath();

  private static final String LISTENER =
      "set configs.config.server-config.network-config.network-listeners.network-listener.";

  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[\\d;]*m");
  private static final Pattern WARNING =
      Pattern.compile(
          "\\[#\\|[^|]*\\|(WARNING|SEVERE)\\|[^|]*\\|io\\.steward[^|]*\\|[^|]*\\|[^|]*"
              + "|WARNING: Boot Command.*");

  private final Path home;
  private final Path folder;
  private final int port = Folders.freePort();
  private final int adminPort = Folders.freePort();
  private @Nullable ChildProcess process;

  /** Creates a domain of that name; does not start it yet. */
  public PayaraServer(Path home, String name) {
    this.home = home.resolve("glassfish");
    this.folder = Folders.fresh(name);
    try {
      copy(this.home.resolve("domains/domain1"), domain());
      withoutJms(domain().resolve("config/domain.xml"));
      Files.createDirectories(folder.resolve("user"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  /**
   * Disables JMS before the first start: otherwise its port would be open on every address until
   * the commands ran.
   */
  private static void withoutJms(Path configuration) throws IOException {
    String disabled =
        Files.readString(configuration)
            .replaceAll("(?s)<jms-service .*?</jms-service>", "")
            .replaceAll(
                "(<config name=\"[\\w-]+\"[^>]*>)",
                "$1<jms-service type=\"DISABLED\" default-jms-host=\"default_JMS_host\">"
                    + "<jms-host name=\"default_JMS_host\" host=\"localhost\" port=\"7676\"/>"
                    + "</jms-service>");
    Files.writeString(configuration, disabled);
  }

  /** The folder of the domain. */
  public Path domain() {
    return folder.resolve("domain1");
  }

  /**
   * Starts the domain for the first time, with the commands of {@code deploy/payara/server.txt}.
   */
  public PayaraServer startAnew(Map<String, String> environment) {
    Path told = folder.resolve("server.txt");
    try {
      String commands = Files.readString(FILES.resolve("server.txt"));
      Files.writeString(
          told,
          (isPayara7() ? commands.replaceAll("set .*xpowered-by.*", "") : commands)
              + (LISTENER + "http-listener-1.port=" + port + "\n")
              + (LISTENER + "admin-listener.port=" + adminPort + "\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return start(environment, "--prebootcommandfile", told.toString());
  }

  /**
   * Payara 7 does not know the x-powered-by settings. It only logs a warning about them, as
   * server.txt explains.
   */
  private boolean isPayara7() {
    return home.endsWith("payara7/glassfish");
  }

  /** Starts the domain, and waits until all its applications are deployed. */
  public PayaraServer start(Map<String, String> environment, String... arguments) {
    List<String> all = new ArrayList<>(List.of("start-domain", "--verbose", "--domaindir"));
    all.add(folder.toString());
    all.addAll(List.of(arguments));
    all.add("domain1");
    ChildProcess started = cli(folder, environment, all);
    process = started;
    try {
      Await.until(
          "Payara", PATIENCE, () -> started.log().contains("startup time :") || !started.isAlive());
    } catch (AssertionError e) {
      close();
      throw new AssertionError(started.log(), e);
    }
    return this;
  }

  private ChildProcess cli(Path workFolder, Map<String, String> environment, List<String> command) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("AS_JAVA", ChildProcess.javaHome().toString());
    all.put("JAVA_HOME", ChildProcess.javaHome().toString());
    // Otherwise the JDK would reject a jar in Payara Web 6.2023.4 as corrupt.
    all.put("JDK_JAVA_OPTIONS", "-Djdk.util.zip.disableZip64ExtraFieldValidation=true");
    List<String> arguments = new ArrayList<>();
    arguments.add("-Duser.home=" + folder.resolve("user"));
    arguments.addAll(List.of("-jar", home.resolve("lib/client/appserver-cli.jar").toString()));
    arguments.addAll(command);
    return ChildProcess.java(workFolder, arguments, all);
  }

  /** Runs an asadmin command, as an operator would. */
  public void asadmin(String... command) {
    List<String> all = new ArrayList<>(List.of("--port", String.valueOf(adminPort)));
    all.addAll(List.of(command));
    ChildProcess asadmin = cli(Folders.fresh(folder.getFileName() + "-asadmin"), Map.of(), all);
    if (asadmin.awaitExit(PATIENCE) != 0 || asadmin.log().contains("failed")) {
      throw new AssertionError(asadmin.log() + process().log());
    }
  }

  @Override
  public void deploy(Path war) {
    asadmin("deploy", "--force", "--name", "steward", "--contextroot", "/", war.toString());
  }

  @Override
  public Http http(String contextPath) {
    return new Http("http://127.0.0.1:" + port + contextPath);
  }

  /**
   * Failed commands, and Steward's warnings. Payara's own warnings are left out, such as those
   * about the expired certificates that it ships.
   */
  @Override
  public List<String> warnings() {
    return WARNING
        .matcher(COLOUR.matcher(process().log()).replaceAll(""))
        .results()
        .map(MatchResult::group)
        .filter(record -> !ChildProcess.isExpected(record))
        .toList();
  }

  @Override
  public ChildProcess process() {
    return Objects.requireNonNull(process);
  }

  @Override
  public long pid() {
    return process().family().get(1);
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }
}
