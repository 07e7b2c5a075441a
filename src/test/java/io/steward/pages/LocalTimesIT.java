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

  private static void openActivity() {
    Visitor ada = Visitor.arrive(DATABASE, new Caller(server));
    DATABASE.execute(
        "insert into audit (time, event, user_id, ip, user_agent, request_id)"
            + " values ('2026-11-29 14:05:00Z', 'logged-in', %s, '', '', '')".formatted(ada.id()));
    new Window(chromium, server).signIn(ada).open("/account/activity/");
  }

  @Test
  void scripts_show_times_in_the_readers_own_zone() {
    chromium.inZone("Asia/Tokyo");
    openActivity();
    chromium.await("([...document.querySelectorAll('time')].pop()?.title ?? '') !== ''");
    assertThat(chromium.text()).contains("29 November 2026, 23:05 GMT+9").doesNotContain("14:05");
    assertThat(chromium.value("[...document.querySelectorAll('time')].pop().title"))
        .isEqualTo("29 November 2026, 14:05 UTC");
    assertThat(chromium.complaints()).isEmpty();
  }
}
