package io.steward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.cli.installation.Terminal;
import io.steward.settings.source.SettingSources;
import io.steward.testing.ChildProcess;
import io.steward.testing.Folders;
import io.steward.testing.Steward;
import io.steward.testing.TestServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The lines that a command printed, and its exit code. */
public record CommandRun(int code, List<String> out, List<String> err) {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /**
   * Runs a command, in this process, because starting a process takes longer than the command; only
   * {@code serve} gets a process.
   *
   * @param environment settings as {@code STEWARD_*}, and variables of Django's commands
   */
  public static CommandRun of(Path folder, Map<String, String> environment, String... arguments) {
    return of(folder, environment, List.of(), arguments);
  }

  /** Runs a command as {@link #of(Path, Map, String...)}, with these lines as its input. */
  public static CommandRun of(
      Path folder, Map<String, String> environment, List<String> typed, String... arguments) {
    List<String> words = List.of(arguments);
    if (words.contains("serve") && !words.contains("--help")) {
      return inProcess(folder, environment, typed, arguments);
    }
    Map<String, String> all = new HashMap<>(environment);
    all.putIfAbsent("STEWARD_HOME", folder.resolve("home").toString());
    TestServer.registerDriver();
    Lines lines = new Lines(typed);
    CommandLine line =
        Main.commandLine(lines, all::get, SettingSources.of(name -> null, Map.of(), all), words)
            .setOut(new PrintWriter(lines.out, true))
            .setErr(new PrintWriter(lines.err, true));
    int code = line.execute(arguments);
    return checked(code, lines.out.toString(), lines.err.toString());
  }

  /** Runs a command as {@code java -jar}, with these lines as its standard input. */
  public static CommandRun inProcess(
      Path folder, Map<String, String> environment, List<String> typed, String... arguments) {
    ChildProcess process =
        Steward.run(folder, Folders.WAR, environment, arguments).type(typed.toArray(String[]::new));
    int code = process.awaitExit(PATIENCE);
    return checked(code, process.out(), process.err());
  }

  private static CommandRun checked(int code, String out, String err) {
    assertThat(out + err).doesNotContain("\tat ");
    return new CommandRun(code, out.lines().toList(), err.lines().toList());
  }

  /** Asserts that the command succeeded and printed these lines. */
  public void succeeds(String... lines) {
    assertThat(err).isEmpty();
    assertThat(out).containsExactly(lines);
    assertThat(code).isZero();
  }

  /** Asserts that the command failed with this line. */
  public void fails(String line) {
    assertThat(refusal()).isEqualTo(line);
  }

  /** The one line of a command that could not do its work. */
  public String refusal() {
    return onlyLine(1);
  }

  /** The one line of a command that was called wrongly. */
  public String misuse() {
    return onlyLine(2);
  }

  /** The one line of a command whose arguments name something that does not exist. */
  public String missing() {
    return onlyLine(3);
  }

  private String onlyLine(int expected) {
    assertThat(out).isEmpty();
    assertThat(err).hasSize(1);
    assertThat(code).as(err.get(0)).isEqualTo(expected);
    return err.get(0);
  }

  /** The rows of a table below its header, with two spaces between the cells. */
  public List<String> rows() {
    assertThat(out).isNotEmpty();
    return out.stream().skip(1).map(line -> line.replaceAll(" {2,}", "  ")).toList();
  }

  private static final class Lines implements Terminal {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Deque<String> typed;

    private Lines(List<String> typed) {
      this.typed = new ArrayDeque<>(typed);
    }

    @Override
    public boolean isInteractive() {
      return false;
    }

    @Override
    public @Nullable String ask(String prompt) {
      out.write(prompt);
      return typed.poll();
    }

    @Override
    public @Nullable String askHidden(String prompt) {
      return ask(prompt);
    }

    @Override
    public void say(String line) {
      out.write(line + "\n");
    }

    @Override
    public void row(String line) {
      out.write(line + "\r\n");
    }

    @Override
    public void complain(String line) {
      err.write(line + "\n");
    }
  }
}
