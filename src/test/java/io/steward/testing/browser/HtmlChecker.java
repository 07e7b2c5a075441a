package io.steward.testing.browser;

import io.steward.testing.ChildProcess;
import io.steward.testing.Folders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The checker of the W3C for HTML and CSS. */
public final class HtmlChecker {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private HtmlChecker() {}

  /** Its complaints about the files of a folder, by the ends of their names. */
  public static List<String> complaints(Path folder) {
    List<String> arguments =
        List.of(
            "-Xss8m",
            "-jar",
            NpmPackages.file("vnu-jar/build/dist/vnu.jar").toString(),
            "--also-check-css",
            "--format",
            "gnu",
            "--stdout",
            folder.toString());
    try (ChildProcess checker =
        ChildProcess.java(Folders.fresh("html-checker"), arguments, Map.of())) {
      int code = checker.awaitExit(PATIENCE);
      if (code > 1) {
        throw new AssertionError(checker.log());
      }
      return checker.out().lines().toList();
    }
  }
}
