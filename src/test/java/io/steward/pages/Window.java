package io.steward.pages;

import io.steward.testing.Await;
import io.steward.testing.Caller;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import io.steward.testing.browser.Chromium;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A window in which a person visits the pages of a server. */
final class Window {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int MOST_ATTEMPTS = 200;

  private final Chromium chromium;
  private TestServer server;

  Window(Chromium chromium, TestServer server) {
    this.chromium = chromium;
    this.server = server;
  }

  Chromium chromium() {
    return chromium;
  }

  /** Visits this server from now on. */
  Window at(TestServer other) {
    server = other;
    return this;
  }

  /** The address of a path at the server. */
  String url(String path) {
    return server.url(path);
  }

  Window open(String path) {
    chromium.open(server.url(path));
    return this;
  }

  /**
   * Opens what a proxy gets for a request that it may not forward, and passes on.
   *
   * @param token the access token of the request; empty without one
   */
  Window asks(String url, String token) {
    URI asked = URI.create(url);
    Map<String, String> headers = new HashMap<>();
    headers.put("X-Forwarded-Method", "GET");
    headers.put("X-Forwarded-Proto", asked.getScheme());
    headers.put("X-Forwarded-Host", asked.getHost());
    headers.put("X-Forwarded-Uri", asked.getPath());
    if (!token.isEmpty()) {
      headers.put("Authorization", "Bearer " + token);
    }
    chromium.send(headers);
    return open("/authz/forward");
  }

  Window type(String field, String text) {
    chromium.type(field, text);
    return this;
  }

  /** Clicks the button of the page's first form. */
  Window send() {
    return click("main form button");
  }

  Window click(String selector) {
    chromium.click(selector);
    return this;
  }

  /** Signs in, and waits for the account. */
  Window signIn(Visitor visitor) {
    signIn(visitor.email(), Caller.PASSWORD);
    chromium.await("document.querySelector('nav') !== null");
    return this;
  }

  Window signIn(String email, String password) {
    return open("/login/").type("email", email).type("password", password).send();
  }

  /** Repeats this until the page says so. */
  Window repeat(String text, Runnable attempt) {
    for (int i = 0; i < MOST_ATTEMPTS; i++) {
      attempt.run();
      if (chromium.shows(text)) {
        return this;
      }
    }
    throw new AssertionError("the page never says " + text + ": " + chromium.text());
  }

  /** Waits for a page that says this. */
  Window says(String text) {
    Await.until("the page says " + text, PATIENCE, () -> chromium.shows(text));
    return this;
  }
}
