package io.steward.testing;

import io.steward.file.FileFault;
import io.steward.oauth.client.ClientFile;
import io.steward.oauth.client.ClientSecret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/** A clients file, and the credentials of each client in it. */
public final class TestClients {
  private final Path path;

  public TestClients(Path path) {
    this.path = path;
  }

  /** The setting that names the file. */
  public Map<String, String> setting() {
    return Map.of("clients.file", path.toString());
  }

  public Path path() {
    return path;
  }

  /** Adds a client; returns its secret. */
  public String add(String id) {
    ClientSecret secret = ClientSecret.random();
    try {
      new ClientFile(path).add(id, secret);
    } catch (FileFault e) {
      throw new IllegalStateException(e);
    }
    return secret.reveal();
  }

  /** Adds a client; returns its {@code Authorization} header. */
  public String addBasic(String id) {
    return basic(id, add(id));
  }

  /** An {@code Authorization} header. */
  public static String basic(String id, String secret) {
    String pair =
        URLEncoder.encode(id, StandardCharsets.UTF_8)
            + ":"
            + URLEncoder.encode(secret, StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
