package io.steward.token.key;

import io.steward.file.FileFault;
import io.steward.file.FileWatch;
import io.steward.log.Log;
import io.steward.settings.jwt.JwtSettings;
import io.steward.settings.source.Secret;
import io.steward.settings.source.SecretFile;
import io.steward.settings.source.SettingsException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Opens the key ring from the settings, and reloads it when its file changes. */
public final class Keys implements AutoCloseable {
  private static final Log LOG = Log.of("io.steward.token");

  private final JwtSettings settings;
  private final Clock clock;
  private final KeyRing ring;
  private final Optional<FileWatch> watch;

  /**
   * Reads the keys.
   *
   * @throws SettingsException if there are no usable keys
   */
  public Keys(JwtSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    Optional<KeyFile> file = file(settings);
    watch = file.map(this::watch).or(() -> settings.secretFile().map(this::watch));
    ring = file.map(f -> new KeyRing(read(f), clock)).orElseGet(this::ofSecret);
  }

  private FileWatch watch(KeyFile file) {
    return new FileWatch(file.file(), "keys", () -> reload(file));
  }

  private FileWatch watch(SecretFile file) {
    file.file().exposure("secret").ifPresent(LOG::warning);
    return new FileWatch(file.file(), "secret", () -> reload(file));
  }

  /** The file of keys; empty if the settings name none. */
  public static Optional<KeyFile> file(JwtSettings settings) {
    return settings.keysFile().map(path -> new KeyFile(path, settings.algorithm()));
  }

  private KeyRing ofSecret() {
    return new KeyRing(List.of(key(secret())), clock);
  }

  /** The secret; read again from its file, which may have changed before the watch was made. */
  private Secret secret() {
    if (settings.secretFile().isEmpty()) {
      return settings.secret();
    }
    try {
      return settings.read(settings.secretFile().get());
    } catch (FileFault e) {
      throw new SettingsException(List.of(settings.secretFile().get().file().message(e)));
    }
  }

  private HmacKey key(Secret secret) {
    return HmacKey.of(settings.algorithm(), secret.reveal().getBytes(StandardCharsets.UTF_8));
  }

  private List<HmacKey> read(KeyFile file) {
    try {
      warnOfReaders(file);
      return load(file);
    } catch (FileFault e) {
      throw new SettingsException(List.of(file.message(e)));
    }
  }

  private List<HmacKey> load(KeyFile file) throws FileFault {
    return file.read(clock.instant()).stream()
        .map(k -> HmacKey.of(settings.algorithm(), k.id(), k.notBefore(), k.secret().getEncoded()))
        .toList();
  }

  private static void warnOfReaders(KeyFile file) {
    file.file().exposure("key").ifPresent(LOG::warning);
  }

  public KeyRing ring() {
    return ring;
  }

  /** Begins to watch the file. */
  public void start() {
    watch.ifPresent(FileWatch::start);
  }

  private String reload(KeyFile file) throws FileFault {
    ring.replace(load(file));
    return "loaded " + ring.all().size() + " keys; signing: " + ring.signing().id();
  }

  private String reload(SecretFile file) throws FileFault {
    ring.replace(List.of(key(settings.read(file))));
    return "loaded the new secret; all sessions of the previous secret have ended";
  }

  @Override
  public void close() {
    watch.ifPresent(FileWatch::close);
  }
}
