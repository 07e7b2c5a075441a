package io.steward.cli;

import io.steward.audit.AuditEvent;
import io.steward.cli.installation.ChangeRecord;
import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.Terminal;
import io.steward.file.FileFault;
import io.steward.settings.Settings;
import io.steward.settings.jwt.JwtAlgorithm;
import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingSources;
import io.steward.token.key.KeyFile;
import io.steward.token.key.StoredKey;
import io.steward.token.key.rotation.KeyRotation;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Creates, rotates and lists the keys in the file {@code STEWARD_JWT_KEYS_FILE}. */
@Command(name = "keys", description = "Create, rotate and list the keys in STEWARD_JWT_KEYS_FILE.")
final class KeysCommand implements Callable<Integer> {
  // Nodes check the file every second and publish their keys' fingerprints every five.
  private static final int SHORTEST_DELAY = 10;

  private final Terminal terminal;
  private final SettingSources sources;
  private final ChangeRecord changes;

  @Spec private CommandSpec spec = CommandSpec.create();

  KeysCommand(Terminal terminal, SettingSources sources, ChangeRecord changes) {
    this.terminal = terminal;
    this.sources = sources;
    this.changes = changes;
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Choose a command: generate, rotate, list.");
  }

  @Command(description = "Create the file with one key, which signs at once.")
  int generate() {
    Opened opened = open();
    StoredKey key = KeyRotation.fresh(opened.algorithm(), now());
    try {
      opened.file().create(List.of(key));
    } catch (FileAlreadyExistsException e) {
      throw new Refusal(opened.path() + " already exists; add a key to it with 'keys rotate'.", e);
    } catch (FileFault e) {
      throw opened.refusal(e);
    }
    terminal.say("Created " + opened.path() + " with the key " + key.id() + ".");
    record(AuditEvent.KEY_ADDED, List.of(key));
    return 0;
  }

  @Command(description = "Add a key that verifies at once and signs after a delay.")
  int rotate(
      @Option(
              names = "--delay",
              paramLabel = "SECONDS",
              defaultValue = "60",
              description =
                  "Seconds until the new key signs; every node must have read the file by then.")
          int delay,
      @Option(
              names = "--prune",
              description =
                  "Also remove keys replaced so long ago that all their tokens have expired.")
          boolean prune) {
    Opened opened = open();
    KeyRotation rotation = opened.rotation(Duration.ofSeconds(demandUsable(delay)));
    List<StoredKey> before = opened.read();
    List<StoredKey> used = prune ? rotation.inUse(before, now()) : before;
    List<StoredKey> after = rotation.rotated(used, now());
    opened.write(after);
    StoredKey added = after.get(after.size() - 1);
    terminal.say("Added the key " + added.id() + ", which signs from " + added.notBefore() + ".");
    List<StoredKey> removed = without(before, after);
    removed.forEach(key -> terminal.say("Removed the key " + key.id() + "."));
    record(AuditEvent.KEY_ADDED, List.of(added));
    record(AuditEvent.KEY_REMOVED, removed);
    return 0;
  }

  /** The keys of {@code all} that are not among the kept ones. */
  private static List<StoredKey> without(List<StoredKey> all, List<StoredKey> kept) {
    return all.stream()
        .filter(key -> kept.stream().noneMatch(other -> other.id().equals(key.id())))
        .toList();
  }

  private static int demandUsable(int delay) {
    if (delay != 0 && delay < SHORTEST_DELAY) {
      throw new Refusal(
          String.format(
              Locale.ROOT,
              "--delay: %d s is too short for every node to load the key: give %d or more,"
                  + " or 0 with a single node.",
              delay,
              SHORTEST_DELAY));
    }
    return delay;
  }

  private void record(AuditEvent event, List<StoredKey> keys) {
    changes.add(event, keys.stream().map(StoredKey::id).toList());
  }

  @Command(description = "List the keys, without their secrets.")
  int list() {
    List<StoredKey> keys = open().read();
    Instant now = now();
    String signing = KeyRotation.signing(keys, now).map(StoredKey::id).orElse("");
    for (StoredKey key : keys) {
      String state =
          key.id().equals(signing)
              ? "signs"
              : key.notBefore().isAfter(now) ? "will sign" : "verifies";
      terminal.say("%s  %s  %s".formatted(key.id(), key.notBefore(), state));
    }
    return 0;
  }

  /** The file of keys that the settings name. */
  private record Opened(Settings settings, Path path) {
    /**
     * How long a key may be needed after it stops signing. A refresh token is valid as long as its
     * session; an access token issued at the end of the session is valid a little longer.
     */
    Duration longestUse() {
      return settings.session().lifetime().plus(settings.jwt().accessLifetime());
    }

    JwtAlgorithm algorithm() {
      return settings.jwt().algorithm();
    }

    KeyRotation rotation(Duration delay) {
      return new KeyRotation(algorithm(), delay, longestUse());
    }

    KeyFile file() {
      return new KeyFile(path, algorithm());
    }

    List<StoredKey> read() {
      try {
        return file().read(now());
      } catch (FileFault e) {
        throw refusal(e);
      }
    }

    void write(List<StoredKey> keys) {
      try {
        file().write(keys);
      } catch (FileFault e) {
        throw refusal(e);
      }
    }

    Refusal refusal(FileFault fault) {
      return new Refusal(path + " " + fault.getMessage() + ".", fault);
    }
  }

  /** Needs no {@code Installation}: keys are created before the database exists. */
  private Opened open() {
    // Without this check, the settings would ask for STEWARD_JWT_SECRET instead.
    if (sources.value(Setting.JWT_KEYS_FILE).isEmpty()) {
      throw new Refusal(
          "STEWARD_JWT_KEYS_FILE is not set: give the path of the file for the keys.");
    }
    Settings settings = Settings.loadWithoutDatabase(sources);
    return new Opened(settings, settings.jwt().keysFile().orElseThrow());
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }
}
