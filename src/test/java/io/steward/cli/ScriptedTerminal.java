package io.steward.cli;

import io.steward.cli.installation.Terminal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Types the test's input and records the dialogue; "! " marks error messages. */
final class ScriptedTerminal implements Terminal {
  final List<String> transcript = new ArrayList<>();
  final List<String> progress = new ArrayList<>();
  private final boolean interactive;
  private final Deque<String> typing;
  private Duration pause = Duration.ZERO;

  ScriptedTerminal(boolean interactive, String... typing) {
    this.interactive = interactive;
    this.typing = new ArrayDeque<>(List.of(typing));
  }

  /** Waits that long before it answers a prompt. */
  ScriptedTerminal slow(Duration before) {
    pause = before;
    return this;
  }

  @Override
  public boolean isInteractive() {
    return interactive;
  }

  @Override
  public @Nullable String ask(String prompt) {
    transcript.add(prompt);
    LockSupport.parkNanos(pause.toNanos());
    return typing.poll();
  }

  @Override
  public @Nullable String askHidden(String prompt) {
    return ask(prompt);
  }

  @Override
  public void say(String line) {
    transcript.add(line);
  }

  @Override
  public void row(String line) {
    transcript.add(line);
  }

  @Override
  public void complain(String line) {
    transcript.add("! " + line);
  }

  @Override
  public void progress(String text) {
    progress.add(text);
  }
}
