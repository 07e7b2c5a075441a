package io.steward.cli.file;

import io.steward.audit.AuditEvent;
import io.steward.cli.installation.Refusal;
import io.steward.cli.output.Listing;
import io.steward.cli.output.Table;
import io.steward.file.FileFault;
import io.steward.settings.Settings;
import io.steward.settings.jwt.JwtAlgorithm;
import io.steward.settings.jwt.JwtSettings;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Creates, imports, rotates, lists and removes the keys in the file {@code STEWARD_JWT_KEYS_FILE}.
 */
@Command(
    name = "keys",
    description = "Create, import, rotate, list and remove the keys in STEWARD_JWT_KEYS_FILE.")
public final class KeysCommand {
  // Nodes check the file every second and publish their keys' fingerprints every five.
  private static final int SHORTEST_DELAY = 10;

  private static final Set<Setting> USED =
      Set.of(
          Setting.JWT_KEYS_FILE,
          Setting.JWT_ALGORITHM,
          Setting.JWT_ACCESS_LIFETIME,
          Setting.REFRESH_LIFETIME);
  private static final Set<Setting> OF_SECRET =
      Set.of(Setting.JWT_SECRET, Setting.JWT_SECRET_FILE, Setting.JWT_ALGORITHM);

  private final OperatorFile file;

  /** Creates an instance that edits this file. */
  public KeysCommand(OperatorFile file) {
    this.file = file;
  }

  @Command(description = "Create the file with one key, which signs at once.")
  int generate() {
    Opened opened = open();
    StoredKey key = KeyRotation.fresh(opened.algorithm(), now());
    create(opened, key);
    file.say("Created " + opened.path() + " with the key " + key.id() + ".");
    record(AuditEvent.KEY_ADDED, List.of(key));
    return 0;
  }

  @Command(
      name = "import",
      description = {
        "Create the file with the key in STEWARD_JWT_SECRET or STEWARD_JWT_SECRET_FILE.",
        "All sessions stay: nodes that use the file accept the same tokens."
      })
  int importSecret() {
    // First, because a faulty source may be the reason why the secret is missing.
    Opened opened = open();
    SettingSources sources = file.sources().get();
    if (sources
        .value(Setting.JWT_SECRET)
        .or(() -> sources.value(Setting.JWT_SECRET_FILE))
        .isEmpty()) {
      throw Refusal.failure(
          "STEWARD_JWT_SECRET is not set: give the secret that the nodes use, in this variable, in"
              + " STEWARD_JWT_SECRET_FILE or in the file of --config. A trial keeps it in"
              + " STEWARD_HOME/jwt-secret. To begin with a new key instead, run 'keys generate',"
              + " which ends all sessions.");
    }
    JwtSettings jwt = Settings.loadOnly(sources, OF_SECRET).jwt();
    StoredKey key = StoredKey.of(jwt.algorithm(), jwt.secret());
    create(opened, key);
    file.say("Created " + opened.path() + " with the key of the secret, " + key.id() + ".");
    file.say("Now restart the nodes, with STEWARD_JWT_KEYS_FILE instead of the secret.");
    record(AuditEvent.KEY_ADDED, List.of(key));
    return 0;
  }

  private void create(Opened opened, StoredKey key) {
    try {
      opened.file().create(List.of(key));
    } catch (FileAlreadyExistsException e) {
      throw Refusal.failure(
          opened.path() + " already exists; add a key to it with 'keys rotate'.", e);
    } catch (FileFault e) {
      throw file.refusal(e);
    }
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
    file.say("Added the key " + added.id() + ", which signs from " + added.notBefore() + ".");
    List<StoredKey> removed = without(before, after);
    removed.forEach(key -> file.say("Removed the key " + key.id() + "."));
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
      throw Refusal.usage(
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
    file.record(event, keys.stream().map(StoredKey::id).toList());
  }

  @Command(
      description = {
        "Remove a key from the file. This ends all sessions and tokens that it signed.",
        "The signing key cannot be removed: run 'keys rotate' first."
      })
  int remove(
      @Parameters(
              paramLabel = "ID",
              description = "As 'keys list' prints it; after -- if it begins with -h or -V.")
          String id) {
    Opened opened = open();
    List<StoredKey> keys = opened.read();
    StoredKey removed = opened.found(keys, id);
    if (signing(keys).equals(id)) {
      throw Refusal.failure(
          "The key " + id + " signs: run 'keys rotate', and remove it when the new key signs.");
    }
    opened.write(keys.stream().filter(key -> !key.id().equals(id)).toList());
    file.say("Removed the key " + id + ".");
    file.say(
        removed.notBefore().isAfter(now())
            ? "It has not signed anything yet."
            : "Nodes that read this file reject its tokens within a second: users of these sessions"
                + " must log in again. Copy the file to other nodes and portals now.");
    record(AuditEvent.KEY_REMOVED, List.of(removed));
    return 0;
  }

  @Command(
      description = {
        "List the keys, without their secrets.",
        "States: signs; waits (verifies, and will sign); verifies (signs no more).",
        "The key of an imported secret has no time, because a secret has none."
      })
  int list(@Mixin Listing listing) {
    Table table = listing.table(file.terminal(), List.of("id", "signs_from", "state"));
    List<StoredKey> keys = open().read();
    Instant now = now();
    String signing = signing(keys);
    for (StoredKey key : keys) {
      String state =
          key.id().equals(signing) ? "signs" : key.notBefore().isAfter(now) ? "waits" : "verifies";
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      members.put("id", key.id());
      members.put("signs_from", key.notBefore().isAfter(Instant.EPOCH) ? key.notBefore() : null);
      members.put("state", state);
      table.row(members, new ArrayList<>(members.values()));
    }
    table.end();
    return 0;
  }

  /** The id of the key that signs now. */
  private static String signing(List<StoredKey> keys) {
    return KeyRotation.signing(keys, now()).map(StoredKey::id).orElse("");
  }

  /** The file of keys that the settings name. */
  private record Opened(Settings settings, OperatorFile named) {
    Path path() {
      return settings.jwt().keysFile().orElseThrow();
    }

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
      return new KeyFile(path(), algorithm());
    }

    List<StoredKey> read() {
      try {
        return file().read(now());
      } catch (FileFault e) {
        throw named.refusal(e);
      }
    }

    StoredKey found(List<StoredKey> keys, String id) {
      return keys.stream()
          .filter(key -> key.id().equals(id))
          .findFirst()
          .orElseThrow(() -> Refusal.missing(path() + " has no key " + id + "."));
    }

    void write(List<StoredKey> keys) {
      try {
        file().write(keys);
      } catch (FileFault e) {
        throw named.refusal(e);
      }
    }
  }

  /** Reads only settings of keys, because keys are created before the database exists. */
  private Opened open() {
    // Without this check, the message would be about the secret instead.
    file.path();
    return new Opened(Settings.loadOnly(file.sources().get(), USED), file);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }
}
