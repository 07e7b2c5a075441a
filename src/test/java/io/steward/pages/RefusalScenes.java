package io.steward.pages;

import io.steward.testing.Caller;
import io.steward.testing.Folders;
import io.steward.testing.PortalCookies;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.WebDriverException;

/** The way into portals, and every refusal that has a page of its own. */
final class RefusalScenes {
  private static final String PORTAL = "app.example.com";
  private static final String PAGE = "https://" + PORTAL + "/x";
  private static final String BY_HTTP = "not opened over https";
  private static final int TRIES = 4;

  private final Scenes scenes;
  private final Map<String, String> settings = PortalCookies.settings(rules());

  RefusalScenes(Scenes scenes) {
    this.scenes = scenes;
  }

  private static Path rules() {
    try {
      return Files.writeString(
          Folders.fresh("scenes-rules").resolve("rules.txt"), "* / group:boss\n");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private TestServer server() {
    return scenes.server(settings);
  }

  private String way(Duration age) {
    return new PortalCookies(TestServer.settings(scenes.database().url(), settings))
        .wayBack(age)
        .sign(PAGE);
  }

  List<Scene> portals() {
    String old = way(Duration.ofHours(1));
    return List.of(
        new Scene(
            "login-portal", window -> window.at(server()).open("/login/?" + old).says(PORTAL)),
        new Scene(
            "german-login-portal",
            window -> Scenes.german(window).at(server()).open("/login/?" + old).says("zu öffnen")),
        new Scene("continue", this::beforeItLeadsOn),
        new Scene(
            "continue-asks",
            window ->
                window
                    .at(server())
                    .signIn(scenes.ada())
                    .open("/login/continue/?" + old)
                    .says("wanted to open")),
        new Scene("continue-stuck", this::inCircles),
        new Scene("login-insecure", window -> byHttp(window, "/login/").says(BY_HTTP)),
        new Scene(
            "invitation-insecure",
            window -> byHttp(window, scenes.invitationLink()).says(BY_HTTP)));
  }

  /** Shows the page without its header {@code Refresh}, which would replace it at once. */
  private void beforeItLeadsOn(Window window) {
    window.at(server()).signIn(scenes.ada());
    String script =
        """
        (() => {
          const page = new XMLHttpRequest();
          page.open('GET', '/login/continue/?%s', false);
          page.send();
          const shown = new DOMParser().parseFromString(page.responseText, 'text/html');
          document.documentElement.innerHTML = shown.documentElement.innerHTML;
        })()
        """;
    window.chromium().value(script.formatted(way(Duration.ZERO)).strip());
    window.says("We are taking you to " + PORTAL);
    window.chromium().await("document.styleSheets.length === 1");
  }

  /** The portal's host does not exist here, so the browser never gets there. */
  private void inCircles(Window window) {
    window.at(server()).signIn(scenes.ada());
    String way = way(Duration.ZERO);
    for (int i = 0; i < TRIES; i++) {
      try {
        window.open("/login/?" + way);
      } catch (WebDriverException e) {
        // The page of the browser says that there is no such host.
      }
    }
    window.says("does not keep you signed in");
  }

  /** Sends the form of a page that seems to be open at another host without TLS. */
  private Window byHttp(Window window, String path) {
    window.at(server()).open(path);
    window
        .chromium()
        .send(
            Map.of(
                "X-Forwarded-For", "192.0.2.7",
                "X-Forwarded-Proto", "http",
                "X-Forwarded-Host", "accounts.example.com"));
    return window.send();
  }

  List<Scene> errors() {
    return List.of(
        new Scene(
            "error-400", window -> window.open("/login/?next=x&next=y").says("cannot be read")),
        new Scene(
            "error-401",
            window -> window.at(server()).asks("https://other.org/x", "").says("Please sign in")),
        new Scene(
            "error-403",
            window -> window.at(server()).open("/.steward/forbidden").says("not open to you")),
        new Scene(
            "error-403-expired",
            window -> window.at(server()).open("/.steward/callback?code=x").says("has expired")),
        new Scene("error-403-person", window -> asAda(window, "Ada").says("signed in as Ada")),
        new Scene(
            "error-403-right-to-left",
            window -> asAda(window, Scenes.RIGHT_TO_LEFT).says("This account does not")),
        new Scene("error-403-foreign", RefusalScenes::fromAnotherSite),
        new Scene("error-404", window -> window.open("/no/such/page")),
        new Scene("error-405", window -> window.open("/assets/")),
        new Scene(
            "error-503",
            window -> window.signIn(scenes.ada()).at(scenes.withoutDatabase()).open("/account/")),
        new Scene(
            "error-503-form",
            window ->
                Scenes.register(window.at(scenes.withoutDatabase()), "a@b.example", Caller.PASSWORD)
                    .says("Please try again in a minute")),
        new Scene(
            "error-mail",
            window ->
                Scenes.forgot(window.at(scenes.withoutMail()), "a@b.example")
                    .says("No message can be sent")),
        new Scene("error-429-form", this::throttled));
  }

  /** What somebody with this name sees who may not open a portal. */
  private Window asAda(Window window, String name) {
    Visitor ada = scenes.ada();
    ada.set("first_name = '" + name + "', last_name = ''");
    return window.at(server()).asks("https://" + PORTAL + "/x", ada.logIn().access());
  }

  private static void fromAnotherSite(Window window) {
    String script =
        """
        (() => {
          const form = document.body.appendChild(document.createElement('form'));
          form.method = 'post';
          form.action = '%s';
          form.submit();
        })()
        """;
    window.chromium().value(script.formatted(window.url("/login/")).strip());
    window.says("sent from another site");
  }

  private void throttled(Window window) {
    window.at(scenes.server(Map.of("throttle", "on")));
    window.repeat(
        "too often",
        () -> {
          Scenes.forgot(window, "many@golden.example");
          window.chromium().await("document.querySelector('.summary, .button') !== null");
        });
  }
}
