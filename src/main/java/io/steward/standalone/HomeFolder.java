package io.steward.standalone;

import io.steward.file.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Creates the home folder, which holds secrets and data of a trial. */
final class HomeFolder {
  private HomeFolder() {}

  /** Creates the folder for its owner only, if it is missing. */
  static void create(Path home) throws IOException {
    if (Files.notExists(home)) {
      restrict(Files.createDirectories(home));
    }
  }

  /** Denies access to other users. */
  static void restrict(Path folder) throws IOException {
    if (TextFile.hasOwners()) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }
}
