package io.steward.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running PostgreSQL, identified by postmaster.pid in its data folder. */
record Postmaster(ProcessHandle process, int port) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * The server of this data folder; ignores a different process that now has the same process id.
   */
  static Optional<Postmaster> of(Path data) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(data.resolve("postmaster.pid"));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    // The lines are process id, data folder, start time and port. A starting server writes them one
    // by one.
    if (lines.size() < 4) {
      return Optional.empty();
    }
    int port = Integer.parseInt(lines.get(3).strip());
    return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
        .filter(process -> serves(process.info(), data))
        .map(process -> new Postmaster(process, port));
  }

  private static boolean serves(ProcessHandle.Info process, Path data) {
    boolean postgres =
        process
            .command()
            .map(command -> Path.of(command).getFileName().toString())
            .filter(name -> name.equals("postgres") || name.equals("postgres.exe"))
            .isPresent();
    return postgres
        && process
            .arguments()
            .map(arguments -> Arrays.asList(arguments).contains(data.toString()))
            .orElse(true);
  }

  void stop() throws IOException {
    process.destroy();
    if (!ended()) {
      // A connected client delays a normal stop. After a forced stop, the next start replays the
      // log.
      process.destroyForcibly();
      ended();
    }
  }

  private boolean ended() throws IOException {
    try {
      process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
