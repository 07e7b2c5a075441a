package io.steward.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.Caller;
import io.steward.testing.Tap;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import io.steward.testing.browser.Chromium;
import io.steward.testing.browser.Firefox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** What people do with their browsers, in Chromium. */
@Tag("servers")
final class BrowsingIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int A_DAY = 86_400;
  private static final int MOST_BYTES = 30_000;
  private static final TestDatabase DATABASE = TestDatabase.create();
  @AutoClose private static final TestServer server = TestServer.start(DATABASE);
  private static final Caller caller = new Caller(server);
  @AutoClose private static final Chromium chromium = Chromium.start();

  private Window window;
  private Visitor ada;

  @BeforeEach
  void arrive() {
    chromium.forget();
    window = new Window(chromium, server);
    ada = Visitor.arrive(DATABASE, caller);
  }

  @Test
  void everything_works_without_scripts() {
    try (Chromium plain = Chromium.start().withoutScripts()) {
      Window visit = new Window(plain, server);
      visit.open("/account/").says("Sign in");
      visit.type("email", ada.email()).type("password", Caller.PASSWORD).send();
      visit.type("first_name", "Augusta").send().says("Your profile is saved.");
      visit.click("header button").says("You are signed out");
      visit.open("/account/").says("Sign in");
    }
    assertThat(DATABASE.query("select first_name from users where id = " + ada.id()))
        .containsExactly("Augusta");
  }

  @Test
  void firefox_signs_in_and_out() {
    try (Firefox firefox = Firefox.start()) {
      firefox.open(server.url("/account/"));
      firefox.type("email", ada.email());
      firefox.type("password", Caller.PASSWORD);
      firefox.enter();
      firefox.awaitText("Your profile");
      firefox.value("document.querySelector('header button').click()");
      firefox.awaitText("You are signed out");
    }
  }

  @Test
  void the_keyboard_alone_signs_in_and_out() {
    window.open("/login/");
    assertThat(tabbed(6))
        .containsExactly("Skip to the content", "Steward", "email", "password", "stay", "Sign in");
    window.open("/login/");
    chromium.press(Keys.TAB, Keys.ENTER);
    assertThat(chromium.address()).endsWith("#content");
    chromium.press(Keys.TAB);
    keys(ada.email());
    chromium.press(Keys.TAB);
    keys(Caller.PASSWORD);
    chromium.press(Keys.ENTER);
    window.says("Your profile");
    tabbed(3);
    chromium.press(Keys.ENTER);
    window.says("You are signed out");
  }

  /** Walks with the Tab key, and returns what had the focus. */
  private static List<String> tabbed(int steps) {
    List<String> stops = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      chromium.press(Keys.TAB);
      stops.add(
          chromium.value("document.activeElement.name || document.activeElement.innerText.trim()"));
    }
    return stops;
  }

  private static void keys(String text) {
    chromium.focused().sendKeys(text);
  }

  @Test
  void the_focus_is_on_the_faults_and_their_links_lead_to_the_fields() {
    window.open("/register/").type("email", "ada").type("password", "12345678").send();
    assertThat(chromium.focused().getText()).startsWith("Please check this:");
    for (String field : List.of("email", "password")) {
      window.click("main a[href='#" + field + "']");
      assertThat(chromium.focused().getAttribute("name")).isEqualTo(field);
      String error = chromium.focused().getAttribute("aria-describedby");
      assertThat(error).contains(field + "-error");
    }
  }

  @Test
  void the_back_button_shows_nothing_private_after_sign_out() {
    window.signIn(ada).says("Ada Lovelace");
    window.open("/account/email/").says(ada.email());
    window.click("header button").says("You are signed out");
    for (int i = 0; i < 3; i++) {
      chromium.back();
      assertThat(chromium.text()).doesNotContain("Ada Lovelace", "Your address is");
    }
  }

  @Test
  void a_form_that_is_sent_twice_does_its_work_once() {
    String email = "twice@golden.example";
    window.open("/register/").type("email", email).type("password", Caller.PASSWORD);
    chromium.clickTwice("main form button");
    // The answer to the second one says that the address has an account, if both arrived.
    Await.until(
        "the answer to the form",
        PATIENCE,
        () -> chromium.shows("Your account is ready") || chromium.shows("already has an account"));
    assertThat(DATABASE.query("select count(*) from users where email = '" + email + "'"))
        .containsExactly("1");
    window.signIn(email, Caller.PASSWORD).says("Your profile");
    window.type("first_name", "Augusta");
    chromium.clickTwice("main form button");
    window.says("Your profile is saved.").says("Augusta");
  }

  @Test
  void a_page_that_was_left_open_after_sign_out_elsewhere_leads_to_sign_in_and_back() {
    window.signIn(ada).open("/account/email/");
    DATABASE.query("delete from sessions where user_id = " + ada.id() + " returning id");
    window.type("email", "new@golden.example").type("current_password", Caller.PASSWORD).send();
    window.says("Sign in").type("email", ada.email()).type("password", Caller.PASSWORD).send();
    assertThat(chromium.address()).endsWith("/account/email/");
    window.says(ada.email());
  }

  @Test
  void a_form_that_was_open_for_a_day_is_sent_or_leads_to_sign_in_and_back() {
    window.signIn(ada).type("first_name", "Augusta");
    ada.later(A_DAY - 60);
    window.send().says("Your profile is saved.").says("Augusta");
    window.type("first_name", "Byron");
    ada.later(2 * A_DAY);
    window.send().says("Sign in");
    window.type("email", ada.email()).type("password", Caller.PASSWORD).send();
    window.says("Your profile").says("Augusta");
    assertThat(DATABASE.query("select first_name from users where id = " + ada.id()))
        .containsExactly("Augusta");
  }

  @Test
  void a_sign_in_page_that_was_open_for_a_day_signs_in() {
    window.open("/login/?next=/account/sessions/");
    String page = chromium.source();
    assertThat(page).as("nothing that could expire").containsOnlyOnce("type=\"hidden\"");
    window.type("email", ada.email()).type("password", Caller.PASSWORD).send();
    window.says("Where you are signed in");
  }

  @ParameterizedTest
  @CsvSource({
    "/login/, email, username",
    "/login/, password, current-password",
    "/register/, email, username",
    "/register/, password, new-password",
    "/register/, first_name, given-name",
    "/register/, last_name, family-name",
  })
  void password_managers_recognize_the_fields(String path, String field, String token) {
    window.open(path);
    WebElement input = chromium.all("[name=" + field + "]").get(0);
    assertThat(input.getAttribute("autocomplete")).isEqualTo(token);
    assertThat(input.findElement(By.xpath("//label[@for='" + field + "']")).getText()).isNotEmpty();
  }

  @Test
  void the_sign_in_page_is_small_and_loads_no_script() {
    try (TestServer branded = TestServer.start(DATABASE, Scenes.brand());
        Tap tap = Tap.before(branded.port())) {
      chromium.open("http://127.0.0.1:" + tap.port() + "/login/");
      String loaded =
          chromium.value("performance.getEntriesByType('resource').map(e => e.name).join(' ')");
      assertThat(loaded.split(" ")).hasSize(2);
      assertThat(loaded).contains("/assets/style-", "/assets/logo-");
      // Whatever the browser got: the headers, the page, its style and its logo.
      assertThat(tap.answered()).isGreaterThan(chromium.source().length()).isLessThan(MOST_BYTES);
    }
  }
}
