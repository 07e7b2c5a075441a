package io.steward.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
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
  void the_home_folder_is_the_setting_or_a_folder_of_the_user() {
    assertThat(Launcher.home("", "/home/ada")).isEqualTo(Path.of("/home/ada/.steward"));
    assertThat(Launcher.home("${user.home}/x", "/home/ada")).isEqualTo(Path.of("/home/ada/x"));
    assertThat(Launcher.home("/srv/steward", "?")).isEqualTo(Path.of("/srv/steward"));
  }

  @Test
  void a_home_folder_that_only_a_shell_would_find_is_refused_before_unpacking() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Launcher.home("~/x", "/home/ada"))
        .withMessageContaining("STEWARD_HOME must be written out as an absolute path");
  }

  @Test
  void a_user_without_a_home_folder_must_set_one_before_unpacking() {
    for (String setting : List.of("", "${user.home}/x")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Launcher.home(setting, "?"))
          .withMessageContaining("set STEWARD_HOME to an absolute path");
    }
  }

  @Test
  void a_user_without_an_account_gets_the_folder_that_the_environment_names() {
    assertThat(Launcher.userHome("?", "/work")).isEqualTo("/work");
    assertThat(Launcher.userHome("", "/work")).isEqualTo("/work");
    assertThat(Launcher.userHome("/home/ada", "/work")).isEqualTo("/home/ada");
    assertThat(Launcher.userHome("?", "work")).isEqualTo("?");
    assertThat(Launcher.userHome("?", "")).isEqualTo("?");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_home_folder_of_another_user_is_refused() throws IOException {
    Files.createDirectories(home);
    Object owner = Files.getAttribute(home, "unix:uid");
    Launcher.demandOwn(home, Optional.of(owner));
    Launcher.demandOwn(home.resolve("missing"), Optional.of(4321));
    Launcher.demandOwn(Path.of("/"), Optional.of(4321));
    assumeThat(owner).as("folders of root are accepted").isNotEqualTo(0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Launcher.demandOwn(home, Optional.of(4321)))
        .withMessageContaining("belongs to another user: set STEWARD_HOME");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void root_refuses_the_home_folder_of_another_user() throws IOException {
    Files.createDirectories(home);
    assumeThat(Files.getAttribute(home, "unix:uid")).as("only root can give away").isEqualTo(0);
    Files.setAttribute(home, "unix:uid", 4321);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Launcher.demandOwn(home, Optional.of(0)))
        .withMessageContaining("belongs to another user: set STEWARD_HOME");
  }

  @Test
  void an_interrupted_unpacking_leaves_nothing() throws IOException {
    Files.writeString(war, "cut short");
    assertThatIOException().isThrownBy(() -> Launcher.unpack(war, home));
    assertThat(home).isEmptyDirectory();
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
