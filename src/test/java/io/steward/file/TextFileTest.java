package io.steward.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextFileTest {
  @TempDir private Path folder = Path.of("");

  private Path path() {
    return folder.resolve("file");
  }

  @Test
  void a_byte_order_mark_is_not_part_of_the_text() throws Exception {
    Files.writeString(path(), "\uFEFFtext\n");
    assertThat(new TextFile(path()).text()).isEqualTo("text\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32", "ISO-8859-1"})
  void other_encodings_are_refused(String charset) throws IOException {
    String marked = charset.equals("UTF-16LE") ? "\uFEFFtext" : "text\u00E9";
    Files.write(path(), marked.getBytes(Charset.forName(charset)));
    assertThatThrownBy(() -> new TextFile(path()).text())
        .isInstanceOf(FileFault.class)
        .hasMessage("is not UTF-8: save it as UTF-8");
  }

  @Test
  void a_folder_is_refused_with_a_remedy() {
    assertThatThrownBy(() -> new TextFile(folder).text())
        .hasMessage("cannot be read: give the path of a file");
  }

  @Test
  void a_pipe_or_device_is_refused_because_reading_it_may_never_end() throws Exception {
    Process made = new ProcessBuilder("mkfifo", path().toString()).start();
    assertThat(made.waitFor()).isZero();
    for (Path endless : List.of(path(), Path.of("/dev/zero"))) {
      assertThatThrownBy(() -> new TextFile(endless).text())
          .hasMessage("is a pipe or a device: give the path of a file");
    }
  }

  @Test
  void writing_through_links_replaces_their_target_and_keeps_them() throws Exception {
    Path mounted = Files.createDirectories(folder.resolve("mounted/data"));
    Files.writeString(mounted.resolve("keys"), "old");
    Path middle = Files.createSymbolicLink(folder.resolve("mounted/keys"), Path.of("data/keys"));
    Files.createSymbolicLink(path(), middle);
    new TextFile(path()).write("new");
    assertThat(mounted.resolve("keys")).hasContent("new").isRegularFile();
    assertThat(path()).isSymbolicLink().hasContent("new");
    assertThat(middle).isSymbolicLink();
    try (Stream<Path> left = Files.list(mounted)) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void creating_through_a_link_creates_its_target() throws Exception {
    Files.createDirectory(folder.resolve("data"));
    Files.createSymbolicLink(path(), Path.of("data/file"));
    new TextFile(path()).create("new");
    assertThat(folder.resolve("data/file")).hasContent("new");
    assertThat(path()).isSymbolicLink();
  }

  @Test
  void links_that_form_a_circle_are_refused() throws IOException {
    Files.createSymbolicLink(path(), Path.of("file"));
    assertThatThrownBy(() -> new TextFile(path()).write("new"))
        .isInstanceOf(FileFault.class)
        .hasMessage("cannot be written (too many symbolic links)");
  }

  /** A folder stands for a mount point: neither can be replaced. */
  @Test
  void a_file_that_cannot_be_replaced_is_refused_and_nothing_is_left() throws IOException {
    Files.createDirectory(path());
    assertThatThrownBy(() -> new TextFile(path()).write("new"))
        .isInstanceOf(FileFault.class)
        .hasMessageStartingWith("cannot be replaced (")
        .hasMessageEndingWith("): if the file is mounted by itself, mount its folder instead");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(path());
    }
  }

  @Test
  void a_missing_folder_is_refused_with_a_reason() {
    assertThatThrownBy(() -> new TextFile(folder.resolve("missing/file")).write("new"))
        .isInstanceOf(FileFault.class)
        .hasMessage("cannot be written (its folder does not exist)");
  }

  @Test
  void messages_name_the_setting_and_the_path() {
    FileFault fault = new FileFault("is missing");
    assertThat(new TextFile(path()).message(fault)).isEqualTo(path() + " is missing");
    assertThat(new TextFile(path(), "STEWARD_X").message(fault))
        .isEqualTo("STEWARD_X names the file " + path() + ", which is missing");
  }

  @Test
  void a_file_written_by_root_belongs_to_the_owner_of_the_old_file_or_of_the_folder()
      throws Exception {
    assumeThat(Files.getAttribute(folder, "unix:uid")).as("only root changes owners").isEqualTo(0);
    Path old = Files.writeString(folder.resolve("old"), "old");
    give(old, 4711);
    give(folder, 4712);
    new TextFile(old).write("new");
    new TextFile(path()).create("new");
    assertThat(Files.readAttributes(old, "unix:uid,gid"))
        .containsOnly(entry("uid", 4711), entry("gid", 4711));
    assertThat(Files.readAttributes(path(), "unix:uid,gid"))
        .containsOnly(entry("uid", 4712), entry("gid", 4712));
    assertThat(new TextFile(path()).isOpenToOthers()).isFalse();
  }

  private static void give(Path file, int id) throws IOException {
    Files.setAttribute(file, "unix:gid", id);
    Files.setAttribute(file, "unix:uid", id);
  }

  @Test
  void a_written_file_is_readable_only_by_its_owner() throws Exception {
    Files.writeString(path(), "old", StandardCharsets.UTF_8);
    Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-r--r--"));
    TextFile file = new TextFile(path(), "STEWARD_X");
    assertThat(file.exposure("key"))
        .hasValue(
            "users other than the owner can access the key file "
                + path()
                + " of STEWARD_X: change its mode to 600");
    file.write("new");
    assertThat(file.exposure("key")).isEmpty();
  }
}
