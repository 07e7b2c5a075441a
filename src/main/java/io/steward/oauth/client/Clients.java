package io.steward.oauth.client;

import io.steward.file.FileFault;
import io.steward.file.FileWatch;
import io.steward.settings.source.SettingsException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configured OAuth clients, reloaded when their file changes. */
public final class Clients implements AutoCloseable {
  /**
   * Matches no secret. It is compared if the id is unknown, so that unknown ids take as long to
   * check as known ids.
   */
  private static final String NOBODY = "0".repeat(64);

  private final Optional<FileWatch> watch;
  private volatile Map<String, String> hashes = Map.of();

  /**
   * Reads the file, if one is set.
   *
   * @throws SettingsException if the file is unusable
   */
  public Clients(Optional<Path> path) {
    Optional<ClientFile> file = path.map(ClientFile::new);
    watch = file.map(f -> new FileWatch(f.file(), "clients", () -> load(f)));
    file.ifPresent(this::loadFirst);
  }

  private void loadFirst(ClientFile file) {
    try {
      load(file);
    } catch (FileFault e) {
      throw new SettingsException(List.of(file.message(e)));
    }
  }

  private String load(ClientFile file) throws FileFault {
    hashes = file.read();
    return "loaded " + hashes.size() + " clients";
  }

  /** Whether a file of clients is set. */
  public boolean areConfigured() {
    return watch.isPresent();
  }

  /** Whether the file has a client with that id. */
  boolean has(String id) {
    return hashes.containsKey(id);
  }

  /** The client with that id and secret. An unknown id takes as long to check as a known id. */
  Optional<OauthClient> find(String id, ClientSecret secret) {
    String known = hashes.getOrDefault(id, NOBODY);
    return MessageDigest.isEqual(bytes(known), bytes(secret.hash()))
        ? Optional.of(new OauthClient(id))
        : Optional.empty();
  }

  private static byte[] bytes(String hash) {
    return hash.getBytes(StandardCharsets.US_ASCII);
  }

  /** Begins to watch the file. */
  public void start() {
    watch.ifPresent(FileWatch::start);
  }

  @Override
  public void close() {
    watch.ifPresent(FileWatch::close);
  }
}
