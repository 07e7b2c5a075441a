package io.steward.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unpacking the WAR that was started with {@code java -jar}. */
final class LauncherTest {
  @TempDir private Path folder = Path.of("");
  private Path war = Path.of("");
  private Path home = Path.of("");

  @BeforeEach
  void makeWar() throws IOException {
    war = folder.resolve("some.war");
    home = folder.resolve("a/home");
    try (OutputStream file = Files.newOutputStream(war);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      for (String name : List.of("index.html", "WEB-INF/web.xml", "io/steward/X.class")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(name.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void the_launcher_unpacks_every_library_except_itself() throws IOException {
    Path app = Launcher.unpack(war, home);
    assertThat(app.resolve("WEB-INF/web.xml")).hasContent("WEB-INF/web.xml");
    assertThat(app.resolve("io")).doesNotExist();
  }

  @Test
  void a_second_start_of_the_same_build_unpacks_nothing() throws IOException {
    Path page = Launcher.unpack(war, home).resolve("index.html");
    Files.writeString(page, "touched");
    Launcher.unpack(war, home);
    assertThat(page).hasContent("touched");
  }

  @Test
  void another_build_gets_its_own_folder() throws IOException {
    Path app = Launcher.unpack(war, home);
    Files.setLastModifiedTime(war, FileTime.from(Instant.EPOCH));
    assertThat(Launcher.unpack(war, home)).isNotEqualTo(app);
    assertThat(app).as("the folder that this process uses").exists();
  }

  @Test
  void simultaneous_starts_share_one_folder() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Path>> apps =
          Stream.generate(() -> threads.submit(() -> Launcher.unpack(war, home))).limit(8).toList();
      for (Future<Path> app : apps) {
        assertThat(app.get()).isEqualTo(apps.get(0).get());
      }
    } finally {
      threads.shutdown();
    }
    try (Stream<Path> left = Files.list(home)) {
      assertThat(left).hasSize(1);
    }
  }
}
