package io.steward.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.browser.Accessibility;
import io.steward.testing.browser.Chromium;
import io.steward.testing.browser.HtmlChecker;
import io.steward.testing.browser.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Every page in every state, in Chromium. The pictures are in {@code target/pictures}, the pages as
 * sent in {@code target/html}. With {@code -Dscenes=REGEX}, only the scenes with these names.
 */
@Tag("servers")
final class ScenesIT {
  private static final Path PICTURES = Path.of("target", "pictures");
  private static final Path HTML = Path.of("target", "html").toAbsolutePath();
  private static final int[] WIDTHS = {360, 768, 1280};

  /** Half of 1280: what a zoom of 200 % leaves. */
  private static final int ZOOMED = 640;

  @AutoClose private static final Scenes scenes = new Scenes();
  @AutoClose private static final Chromium chromium = Chromium.start();
  private static final Screen screen = new Screen(chromium);
  private static final Accessibility accessibility = new Accessibility();

  @TestFactory
  Stream<DynamicTest> a_page_is_usable_on_every_screen() {
    Stream<DynamicTest> pages =
        scenes
            .all()
            .filter(scene -> scene.name().matches(System.getProperty("scenes", ".*")))
            .map(scene -> DynamicTest.dynamicTest(scene.name(), () -> look(scene)));
    return Stream.concat(
        pages, Stream.of(DynamicTest.dynamicTest("valid HTML", ScenesIT::isValid)));
  }

  private static void look(Scene scene) throws IOException {
    chromium.forget();
    chromium.open("about:blank");
    chromium.complaints();
    scene.way().accept(new Window(chromium, scenes.server()));
    Files.createDirectories(HTML);
    Files.writeString(HTML.resolve(scene.name() + ".html"), chromium.source());
    for (boolean isDark : new boolean[] {false, true}) {
      for (int width : WIDTHS) {
        screen.show(width, isDark);
        assertThat(screen.overflow()).as("pixels beyond %s", width).isZero();
        screen.save(
            PICTURES.resolve(scene.name() + "-" + width + (isDark ? "-dark" : "") + ".png"));
      }
      assertThat(accessibility.violations(chromium)).as(isDark ? "dark" : "light").isEmpty();
    }
    screen.show(ZOOMED, false);
    assertThat(screen.overflow()).as("pixels beyond %s", ZOOMED).isZero();
    assertThat(complaints()).isEmpty();
  }

  /** Without those about the status of the page. */
  private static List<String> complaints() {
    return chromium.complaints().stream()
        .filter(complaint -> !complaint.contains("Failed to load resource"))
        .toList();
  }

  private static void isValid() throws IOException {
    Files.copy(
        Path.of("webapp", "style.css"),
        HTML.resolve("style.css"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(HtmlChecker.complaints(HTML)).isEmpty();
  }
}
