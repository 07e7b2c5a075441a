package io.steward.testing.browser;

import io.steward.testing.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The programs of {@code src/test/resources/npm/package-lock.json}, installed by npm. */
final class NpmPackages {
  private static final Path LIST = Path.of("src", "test", "resources", "npm");
  private static final Path FOLDER = Path.of("target", "npm").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private NpmPackages() {}

  /** A file of a package, which is installed before the first use. */
  static synchronized Path file(String path) {
    try {
      Path lock = FOLDER.resolve("package-lock.json");
      String wanted = Files.readString(LIST.resolve("package-lock.json"));
      if (!Files.exists(FOLDER.resolve("node_modules")) || !Files.readString(lock).equals(wanted)) {
        install();
      }
      return FOLDER.resolve("node_modules").resolve(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void install() throws IOException {
    Files.createDirectories(FOLDER);
    for (String name : List.of("package.json", "package-lock.json")) {
      Files.copy(LIST.resolve(name), FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    List<String> command =
        List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
    try (ChildProcess npm = ChildProcess.start(FOLDER, command, Map.of())) {
      if (npm.awaitExit(PATIENCE) != 0) {
        throw new AssertionError(npm.log());
      }
    }
  }
}
