package io.steward.standalone;

import io.steward.crypto.RandomValues;
import io.steward.file.TextFile;
import io.steward.settings.source.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A secret of a trial, such as the signing key, created once and readable only by its owner. */
public record TrialSecret(Path file, Secret value, State state) {
  private static final int BYTES = 48;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /** The state of the file at this start. */
  public enum State {
    MADE("newly created, readable only by you"),
    KEPT("existing"),
    CLOSED("existing; other users could read it until now");

    private final String words;

    State(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /** Reads the signing secret; creates it, and its folder, if it is missing. */
  public static TrialSecret in(Path home) throws IOException {
    return named(home, "jwt-secret");
  }

  static TrialSecret named(Path home, String name) throws IOException {
    HomeFolder.create(home);
    Path file = home.resolve(name);
    if (!Files.exists(file)) {
      make(file);
      return new TrialSecret(file, read(file), State.MADE);
    }
    boolean closed =
        TextFile.hasOwners() && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file));
    if (closed) {
      Files.setPosixFilePermissions(file, OWNER_ONLY);
    }
    return new TrialSecret(file, read(file), closed ? State.CLOSED : State.KEPT);
  }

  public static Secret random() {
    return new Secret(RandomValues.base64Url(BYTES));
  }

  /**
   * Writes a temporary file and moves it, so that the secret is never incomplete or readable by
   * others.
   */
  private static void make(Path file) throws IOException {
    // Java creates temporary files that only their owner can read.
    Path fresh = Files.createTempFile(file.getParent(), "secret", ".new");
    Files.writeString(fresh, random().reveal() + "\n", StandardOpenOption.SYNC);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Secret read(Path file) throws IOException {
    String secret = Files.readString(file).strip();
    if (secret.isEmpty()) {
      throw new IOException(file + " is empty: remove the file, and Steward creates a new secret");
    }
    return new Secret(secret);
  }
}
