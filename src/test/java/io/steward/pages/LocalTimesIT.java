package io.steward.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Caller;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import io.steward.testing.browser.Chromium;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Times on pages, in a browser that is elsewhere. */
@Tag("servers")
final class LocalTimesIT {
  private static final TestDatabase DATABASE = TestDatabase.create();
  @AutoClose private static final TestServer server = TestServer.start(DATABASE);
  @AutoClose private static final Chromium chromium = Chromium.start();

  private static void openSessions() {
    Visitor ada = Visitor.arrive(DATABASE, new Caller(server));
    Window window = new Window(chromium, server).signIn(ada);
    DATABASE.execute(
        "update sessions set created_at = '2026-11-29 14:05:00Z' where user_id = " + ada.id());
    window.open("/account/sessions/");
  }

  @Test
  void scripts_show_times_in_the_readers_own_zone() {
    chromium.inZone("Asia/Tokyo");
    openSessions();
    chromium.await("document.querySelector('time').title !== ''");
    assertThat(chromium.text()).contains("29 November 2026 at 23:05").doesNotContain("14:05");
    assertThat(chromium.value("document.querySelector('time').title"))
        .isEqualTo("29 November 2026, 14:05 UTC");
    assertThat(chromium.complaints()).isEmpty();
  }
}
