package io.steward.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.LogLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileWatchTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir private Path folder = Path.of("");

  private final AtomicReference<String> taken = new AtomicReference<>("");
  private final AtomicInteger refusals = new AtomicInteger();

  private String take(TextFile file) throws FileFault {
    String text = file.text();
    if (text.equals("huge")) {
      refusals.incrementAndGet();
      throw new OutOfMemoryError("Java heap space");
    }
    if (text.equals("broken")) {
      refusals.incrementAndGet();
      throw new FileFault("is broken");
    }
    taken.set(text);
    return "taken";
  }

  @Test
  void a_broken_file_is_retried_and_its_previous_content_stays() throws Exception {
    TextFile file = new TextFile(folder.resolve("file"));
    file.create("one");
    try (FileWatch watch = new FileWatch(file, "words", () -> take(file))) {
      watch.start();
      file.write("two");
      Await.until("the new content is in use", PATIENCE, () -> "two".equals(taken.get()));
      file.write("broken");
      Await.until("the broken file is read twice", PATIENCE, () -> refusals.get() > 1);
      Files.delete(folder.resolve("file"));
      assertThat(taken.get()).isEqualTo("two");
      file.write("three");
      Await.until("the new content is in use", PATIENCE, () -> "three".equals(taken.get()));
    }
  }

  @Test
  void a_file_that_exhausts_the_memory_is_retried_and_logged() throws Exception {
    TextFile file = new TextFile(folder.resolve("file"));
    file.create("one");
    List<String> lines =
        LogLines.of(
            "io.steward.file",
            () -> {
              try (FileWatch watch = new FileWatch(file, "words", () -> take(file))) {
                watch.start();
                file.write("huge");
                Await.until("the huge file is read twice", PATIENCE, () -> refusals.get() > 1);
                file.write("two");
                Await.until("the next is in use", PATIENCE, () -> "two".equals(taken.get()));
              } catch (FileFault e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(lines)
        .containsExactly(
            "SEVERE still using the previous words: "
                + file.message(new FileFault("cannot be used"))
                + " (java.lang.OutOfMemoryError: Java heap space)");
  }

  @Test
  void a_change_between_construction_and_start_of_a_watch_is_seen() throws Exception {
    TextFile file = new TextFile(folder.resolve("file"));
    file.create("one");
    try (FileWatch watch = new FileWatch(file, "words", () -> take(file))) {
      file.write("two");
      watch.start();
      Await.until("the new content is in use", PATIENCE, () -> "two".equals(taken.get()));
    }
  }

  @Test
  void closing_a_watch_ends_its_thread() throws Exception {
    TextFile file = new TextFile(folder.resolve("file"));
    file.create("one");
    FileWatch watch = new FileWatch(file, "leftovers", () -> take(file));
    watch.start();
    watch.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("steward-leftovers"));
  }
}
