package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.Caller;
import io.steward.testing.Folders;
import io.steward.testing.PortalApp;
import io.steward.testing.PortalCookies;
import io.steward.testing.ReverseProxy;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import io.steward.testing.browser.Chromium;
import io.steward.testing.browser.Firefox;
import io.steward.token.portal.PortalCookie;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A person's way through portals with Chromium and every proxy, and with Firefox and nginx, over
 * TLS: two portals beside Steward, and one on another domain.
 */
@Tag("servers")
class PortalBrowserIT {
  /** Steward's own address has the port of the proxy, so all proxies use this one in turn. */
  private static final int PORT = Folders.freePort();

  private static final String ACCOUNTS = at("accounts.example.com");
  private static final String APP = at("app.example.com");
  private static final String FILES = at("files.example.com");
  private static final String WIKI = at("wiki.other.org");
  private static final String SIGN_IN = ACCOUNTS + "/login/?to=";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration A_SECOND = Duration.ofSeconds(1);
  private static final Duration OLD = Duration.ofMinutes(6);
  private static final Duration AN_HOUR = Duration.ofHours(1);
  private static final TestDatabase DATABASE = TestDatabase.create();

  @AutoClose private static PortalApp app;
  @AutoClose private static TestServer steward;
  @AutoClose private static Chromium scripted;
  @AutoClose private static Chromium plain;
  private static Caller caller;
  private static PortalCookies cookies;

  private static String at(String host) {
    return "https://" + host + ":" + PORT;
  }

  @BeforeAll
  static void start() throws IOException {
    app = new PortalApp();
    Path rules = Folders.fresh("portal-browser").resolve("rules.txt");
    Files.writeString(rules, "* /boss group:boss\n* / authenticated\n");
    Map<String, String> settings = new HashMap<>(PortalCookies.settings(rules));
    settings.put("public.url", ACCOUNTS);
    steward = TestServer.start(DATABASE, settings);
    caller = new Caller(steward);
    cookies = new PortalCookies(TestServer.settings(DATABASE.url(), settings));
    scripted = Chromium.start("example.com", "other.org");
    plain = Chromium.start("example.com", "other.org").withoutScripts();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "apache", "haproxy", "caddy"})
  void a_person_works_in_three_portals(String name) {
    try (ReverseProxy proxy = ReverseProxy.secure(name, PORT, steward.port(), app.port())) {
      assertThat(proxy.port()).isEqualTo(PORT);
      new Person(scripted, Visitor.arrive(DATABASE, caller)).works();
      new Person(plain, Visitor.arrive(DATABASE, caller)).works();
    }
  }

  @Test
  void firefox_enters_and_leaves_a_portal() {
    Visitor visitor = Visitor.arrive(DATABASE, caller);
    String deep = APP + "/deep/x?y=z";
    try (ReverseProxy proxy = ReverseProxy.secure("nginx", PORT, steward.port(), app.port());
        Firefox firefox = Firefox.start("accounts.example.com", "app.example.com")) {
      assertThat(proxy.port()).isEqualTo(PORT);
      firefox.open(deep);
      assertThat(firefox.value("location.href")).startsWith(SIGN_IN);
      firefox.type("email", visitor.email());
      firefox.type("password", Caller.PASSWORD);
      firefox.enter();
      firefox.awaitText("Hello " + visitor.email());
      assertThat(firefox.value("location.href")).isEqualTo(deep);
      firefox.open(ACCOUNTS + "/logout/");
      firefox.value("document.querySelector('main form button').click()");
      firefox.awaitText("You are signed out");
      Await.until(
          "the portal is closed",
          A_SECOND,
          () -> {
            firefox.open(deep);
            return firefox.value("location.href").startsWith(SIGN_IN);
          });
    }
  }

  /** A visitor with a browser. */
  private record Person(Chromium browser, Visitor visitor) {
    void works() {
      browser.forget();
      arrives();
      entersTheOtherPortals();
      saves("first");
      isRenewedUnnoticed();
      losesNoForm();
      readsWhyNot();
      leaves();
      assertThat(app.cookies()).noneMatch(cookie -> cookie.contains("steward"));
    }

    /** A deep link leads to sign-in, and back to exactly the same address. */
    private void arrives() {
      String deep = APP + "/deep/x?y=z%2F%26&q=a+b&q=%C3%A4";
      browser.open(deep);
      assertThat(browser.address()).startsWith(SIGN_IN);
      browser.type("email", visitor.email());
      browser.type("password", Caller.PASSWORD);
      browser.click("main form button");
      arrivesAt(deep);
      sees("Hello " + visitor.email());
    }

    private void sees(String text) {
      Await.until("the browser shows " + text, PATIENCE, () -> browser.shows(text));
    }

    private void arrivesAt(String url) {
      Await.until("the browser is at " + url, PATIENCE, () -> browser.address().equals(url));
    }

    /** Neither asks for a password again. */
    private void entersTheOtherPortals() {
      for (String url : new String[] {FILES + "/", WIKI + "/p?q=1%2F"}) {
        browser.open(url);
        arrivesAt(url);
        sees("Hello " + visitor.email());
      }
    }

    private void saves(String note) {
      browser.type("note", note);
      browser.click("button");
      sees("POST note=" + note);
    }

    private String session() {
      return DATABASE.query("select id from sessions where user_id = " + visitor.id()).get(0);
    }

    private String aged(String host, Duration age) {
      return cookies.of(host, session(), age);
    }

    /** The browser is led through Steward, which gives it a new cookie. */
    private void isRenewedUnnoticed() {
      browser.open(APP + "/");
      String old = aged("app.example.com", OLD);
      browser.keep(old, "example.com");
      assertThat(browser.cookie(PortalCookie.OF_DOMAIN)).isEqualTo(old);
      String url = APP + "/renewed?a=b";
      browser.open(url);
      arrivesAt(url);
      assertThat(browser.cookie(PortalCookie.OF_DOMAIN)).isNotEmpty().isNotEqualTo(old);

      browser.open(WIKI + "/");
      String there = aged("wiki.other.org", OLD);
      browser.keep(there, "");
      browser.open(WIKI + "/renewed?c=d");
      arrivesAt(WIKI + "/renewed?c=d");
      assertThat(browser.cookie(PortalCookie.OF_HOST)).isNotEmpty().isNotEqualTo(there);
    }

    /** A form that was open for an hour. */
    private void losesNoForm() {
      browser.open(FILES + "/form");
      browser.keep(aged("files.example.com", AN_HOUR), "example.com");
      saves("long");
      assertThat(browser.address()).isEqualTo(FILES + "/save");
      browser.open(WIKI + "/form");
      browser.keep(aged("wiki.other.org", AN_HOUR), "");
      saves("wiki");
    }

    /** The page of a refusal has its style, and leads to the account. */
    private void readsWhyNot() {
      for (String host : new String[] {APP, WIKI}) {
        browser.open(host + "/boss");
        arrivesAt(host + "/boss");
        sees("You are signed in as");
        assertThat(browser.value("document.styleSheets[0].cssRules.length")).isNotEqualTo("0");
      }
      browser.click("main a");
      arrivesAt(ACCOUNTS + "/account/");
    }

    /** All portals are closed at once, and nothing turns in circles. */
    private void leaves() {
      browser.open(ACCOUNTS + "/logout/");
      browser.click("main form button");
      Await.until("signed out", PATIENCE, () -> browser.address().startsWith(ACCOUNTS + "/log"));
      for (String host : new String[] {APP, FILES, WIKI}) {
        Await.until(
            host + " is closed",
            A_SECOND,
            () -> {
              browser.open(host + "/after");
              return browser.address().startsWith(SIGN_IN);
            });
        assertThat(browser.all("input[name=password]")).hasSize(1);
      }
    }
  }
}
