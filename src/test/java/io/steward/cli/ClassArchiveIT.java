package io.steward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The class-data archive that operations.md explains, created and used by java -jar. */
@Tag("long")
final class ClassArchiveIT {
  private static final String FROM_ARCHIVE = "io.steward.cli.Main source: shared objects file";

  @TempDir private Path folder = Path.of("");

  @Test
  void a_class_archive_holds_the_unpacked_classes_and_is_optional() throws Exception {
    String use = "-XX:SharedArchiveFile=" + folder.resolve("steward.jsa");
    assertThat(help(use)).contains("Main source:").doesNotContain(FROM_ARCHIVE);
    help("-XX:ArchiveClassesAtExit=" + folder.resolve("steward.jsa"));
    assertThat(help(use)).contains(FROM_ARCHIVE);
  }

  /** Runs a command that needs no database; returns its output, with the origin of each class. */
  private String help(String option) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            option,
            "-Xlog:class+load",
            "-Dsteward.home=" + folder.resolve("home"),
            "-jar",
            "target/steward.war",
            "--help");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
