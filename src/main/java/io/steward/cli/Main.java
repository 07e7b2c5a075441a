package io.steward.cli;

import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.Installation;
import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.SettingOptions;
import io.steward.cli.installation.StandardOutput;
import io.steward.cli.installation.Terminal;
import io.steward.database.Database;
import io.steward.database.connection.DatabaseRefusal;
import io.steward.doctor.Version;
import io.steward.log.Log;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.settings.source.SettingSources;
import io.steward.settings.source.SettingsException;
import io.steward.standalone.output.LogFormatter;
import io.steward.standalone.output.LogHandler;
import io.steward.standalone.output.ServerOutput;
import io.steward.standalone.tomcat.EmbeddedTomcat;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * Steward's commands. A command that fails prints one line per fault on standard error. Its exit
 * code is 1 for a failure, 2 for wrong usage, 3 if something does not exist.
 */
@Command(
    name = "steward",
    description = "Accounts and tokens for the app server you already run.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Main.VersionOption.class)
public final class Main implements Callable<Integer> {
  private static final Set<String> OF_STATE = Set.of("unique", Fault.DOES_NOT_EXIST);
  private static final String NO_MAIL =
      "Steward is not set up to send this mail: set STEWARD_MAIL_HOST, and STEWARD_PUBLIC_URL or"
          + " the setting STEWARD_MAIL_LINK_... of this link";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final SettingOptions options;

  private Main(SettingSources process) {
    options = new SettingOptions(process);
  }

  public static void main(String[] args) throws IOException {
    ServerOutput.prepare();
    SettingSources sources = SettingSources.ofProcess();
    configureLogging(sources);
    CommandLine line = commandLine(Terminal.ofProcess(), System::getenv, sources, List.of(args));
    System.exit(line.execute(args));
  }

  /** The commands that the arguments need, with the environment that Django's commands read. */
  static CommandLine commandLine(
      Terminal terminal,
      Function<String, @Nullable String> environment,
      SettingSources process,
      List<String> arguments) {
    Main main = new Main(process);
    Supplier<SettingSources> sources = main.options::sources;
    CommandLine line = new CommandLine(main);
    new Commands(terminal, environment, sources, work -> open(terminal, sources.get(), work))
        .addTo(line, arguments);
    Usage.shorten(line);
    return line.setExecutionStrategy(Main::run)
        .setParameterExceptionHandler((fault, words) -> Usage.answer(fault))
        .setExecutionExceptionHandler((failure, command, parsed) -> refuse(terminal, failure));
  }

  private static int run(ParseResult parsed) {
    try {
      parsed.originalArgs().forEach(Terminal::readable);
    } catch (Refusal e) {
      throw new ParameterException(parsed.commandSpec().commandLine(), e.getMessage(), e);
    }
    return new RunLast().execute(parsed);
  }

  /** Calling the program without a command is an error; it does not start the server. */
  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), Usage.NO_COMMAND);
  }

  private static int open(Terminal terminal, SettingSources sources, ToIntFunction<Accounts> work) {
    try (Installation installation = Installation.toWork(terminal, sources);
        Database database = installation.migratedDatabase()) {
      return work.applyAsInt(new Accounts(database, installation.settings()));
    }
  }

  static int refuse(Terminal terminal, Exception failure) {
    if (failure instanceof StandardOutput.Closed) {
      return StandardOutput.CLOSED;
    }
    if (failure instanceof SettingsException settings) {
      settings.faults().forEach(terminal::complain);
    } else if (failure instanceof ProblemException problem
        && problem.type() == ProblemType.INVALID_INPUT) {
      problem.body("").forEach((field, messages) -> complain(terminal, field, messages));
    } else if (failure instanceof ProblemException problem
        && problem.type() == ProblemType.MAIL_UNAVAILABLE) {
      terminal.complain(NO_MAIL);
    } else if (failure instanceof Refusal
        || failure instanceof ProblemException
        || failure instanceof DatabaseRefusal
        || failure instanceof EmbeddedTomcat.StartFailure) {
      terminal.complain(String.valueOf(failure.getMessage()));
    } else {
      Log.of(Main.class.getName()).error("Unexpected error", failure);
    }
    return exitCode(failure);
  }

  private static int exitCode(Exception failure) {
    if (failure instanceof ProblemException problem) {
      return exitCode(problem);
    }
    return failure instanceof Refusal refusal ? refusal.exitCode() : ExitCode.SOFTWARE;
  }

  /** Values that are never valid are wrong usage; others depend on what exists. */
  private static int exitCode(ProblemException problem) {
    Set<String> faults =
        problem.faults().values().stream()
            .flatMap(List::stream)
            .map(Fault::code)
            .collect(Collectors.toSet());
    if (problem.type() == ProblemType.NOT_FOUND || faults.equals(Set.of(Fault.DOES_NOT_EXIST))) {
      return Refusal.NOT_FOUND;
    }
    return OF_STATE.containsAll(faults) ? ExitCode.SOFTWARE : ExitCode.USAGE;
  }

  private static void complain(Terminal terminal, String field, Object messages) {
    String name = field.equals("q") ? "--search" : field;
    if (messages instanceof List<?> texts) {
      texts.forEach(text -> terminal.complain(name + ": " + text));
    }
  }

  /** Configures logging, unless the operator has set a configuration. */
  private static void configureLogging(SettingSources sources) throws IOException {
    if (System.getProperty("java.util.logging.config.file") == null) {
      try (InputStream configuration = resource("logging.properties")) {
        LogManager.getLogManager().readConfiguration(configuration);
      }
      // Added here, because the JDK would look for the class LogHandler in the wrong class loader.
      Logger.getLogger("").addHandler(new LogHandler(LogFormatter.of(sources)));
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(Main.class.getResourceAsStream(name), name);
  }

  /** The output of {@code --version}. */
  static final class VersionOption implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {Version.text()};
    }
  }
}
