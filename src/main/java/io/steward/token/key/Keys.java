package io.steward.token.key;

import io.steward.log.Log;
import io.steward.settings.JwtSettings;
import io.steward.settings.SettingsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens the key ring that the settings name, and keeps it up to date with its file. */
public final class Keys implements AutoCloseable {
  private static final Log LOG = Log.of("io.steward.token");
  private static final long PAUSE_MILLIS = 1_000;

  private final JwtSettings settings;
  private final Clock clock;
  private final KeyRing ring;
  private final @Nullable Thread watcher;
  private volatile String version = "";
  private volatile String complaint = "";

  /**
   * Reads the keys.
   *
   * @throws SettingsException when there are none that can be used
   */
  public Keys(JwtSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    Optional<KeyFile> file = file(settings);
    version = file.map(KeyFile::version).orElse("");
    ring = file.map(f -> new KeyRing(read(f), clock)).orElseGet(this::ofSecret);
    watcher = file.map(f -> new Thread(() -> watch(f), "steward-keys")).orElse(null);
    if (watcher != null) {
      watcher.setDaemon(true);
    }
  }

  /** The file that the settings name, if they name one. */
  public static Optional<KeyFile> file(JwtSettings settings) {
    return settings.keysFile().map(path -> new KeyFile(path, settings.algorithm()));
  }

  private KeyRing ofSecret() {
    byte[] secret = settings.secret().reveal().getBytes(StandardCharsets.UTF_8);
    return new KeyRing(List.of(HmacKey.of(settings.algorithm(), secret)), clock);
  }

  private List<HmacKey> read(KeyFile file) {
    try {
      warnOfReaders(file);
      return load(file);
    } catch (KeyFileException e) {
      throw new SettingsException(
          List.of("STEWARD_JWT_KEYS_FILE names a file that " + e.getMessage()));
    }
  }

  private List<HmacKey> load(KeyFile file) throws KeyFileException {
    return file.read(clock.instant()).stream()
        .map(k -> HmacKey.of(settings.algorithm(), k.id(), k.notBefore(), k.secret().getEncoded()))
        .toList();
  }

  private static void warnOfReaders(KeyFile file) {
    try {
      if (file.isOpenToOthers()) {
        LOG.warning("others than its owner may read the file of keys: chmod 600 it");
      }
    } catch (IOException e) {
      LOG.debug("the file of keys has no permissions to look at");
    }
  }

  public KeyRing ring() {
    return ring;
  }

  /** Begins to watch the file. */
  public void start() {
    if (watcher != null) {
      watcher.start();
    }
  }

  private void watch(KeyFile file) {
    try {
      while (true) {
        Thread.sleep(PAUSE_MILLIS);
        reload(file);
      }
    } catch (InterruptedException e) {
      LOG.debug("no longer watching the file of keys");
    }
  }

  private void reload(KeyFile file) {
    String now = file.version();
    if (now.equals(version)) {
      return;
    }
    try {
      ring.replace(load(file));
      version = now;
      complaint = "";
      LOG.info("loaded " + ring.all().size() + " keys; signing: " + ring.signing().id());
    } catch (KeyFileException | RuntimeException e) {
      // Tried again: what is wrong may be who owns the file, or the time.
      complain("going on with the keys from before: their file " + e.getMessage());
    }
  }

  private void complain(String reason) {
    if (!reason.equals(complaint)) {
      LOG.error(reason);
      complaint = reason;
    }
  }

  @Override
  public void close() {
    if (watcher != null) {
      watcher.interrupt();
      try {
        watcher.join(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
