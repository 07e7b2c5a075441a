package io.steward.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Caller;
import io.steward.testing.Folders;
import io.steward.testing.PortalCookies;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import io.steward.testing.browser.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people do with Steward's own pages on their way to a portal, in Chromium. */
@Tag("servers")
final class BrowsingPortalsIT {
  private static final String HOST = "app.example.com";
  private static final TestDatabase DATABASE = TestDatabase.create();
  @AutoClose private static final Chromium chromium = Chromium.start();

  @AutoClose private static TestServer server;
  private static PortalCookies cookies;

  private Window window;
  private Visitor ada;

  @BeforeAll
  static void start() throws IOException {
    Path rules = Folders.fresh("browsing-portals").resolve("rules.txt");
    Map<String, String> settings =
        PortalCookies.settings(Files.writeString(rules, "* / group:boss\n"));
    server = TestServer.start(DATABASE, settings);
    cookies = new PortalCookies(TestServer.settings(DATABASE.url(), settings));
  }

  @BeforeEach
  void arrive() {
    chromium.forget();
    window = new Window(chromium, server);
    ada = Visitor.arrive(DATABASE, new Caller(server));
  }

  @Test
  void a_sign_in_page_that_was_open_for_a_day_asks_before_it_leads_to_the_portal() {
    String way = cookies.wayBack(Duration.ofDays(1)).sign("https://" + HOST + "/x?y=z");
    window.open("/login/?" + way).says("Sign in to continue to " + HOST);
    window.type("email", ada.email()).type("password", Caller.PASSWORD).send();
    window.says("The page that you wanted to open is at " + HOST);
    assertThat(chromium.all("main a").get(0).getAttribute("href"))
        .isEqualTo("https://" + HOST + "/x?y=z");
    assertThat(chromium.address()).startsWith(server.url("/login/continue/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ada", "\u202Eeva", "\u2069\u202Eeva", "\u05E2\u05D3\u05D4"})
  void no_name_turns_the_words_after_it(String name) {
    ada.set("first_name = '" + name + "', last_name = ''");
    window
        .asks("https://" + HOST + "/x", ada.logIn().access())
        .says("This account does not have the right");
    String reads =
        """
        (() => {
          const text = document.querySelector('main p').firstChild;
          const left = index => {
            const letter = document.createRange();
            letter.setStart(text, index);
            letter.setEnd(text, index + 1);
            return letter.getBoundingClientRect().left;
          };
          const start = text.data.indexOf('This account');
          return left(start) < left(start + 3);
        })()
        """;
    assertThat(chromium.value(reads.strip())).isEqualTo("true");
  }
}
