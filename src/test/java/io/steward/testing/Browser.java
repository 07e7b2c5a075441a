package io.steward.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A browser without scripts: it keeps cookies and posts forms. It follows no redirects. */
public final class Browser {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final UnaryOperator<String> url;
  private final Map<String, String> cookies = new HashMap<>();
  private final Map<String, String> headers = new TreeMap<>();

  /** Opens a new window without cookies. */
  public Browser(TestServer server) {
    this.url = server::url;
    headers.put("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    headers.put("Sec-Fetch-Site", "same-origin");
  }

  /** Sends this header from now on; without it if the value is empty. */
  public Browser sending(String header, String value) {
    headers.remove(header);
    if (!value.isEmpty()) {
      headers.put(header, value);
    }
    return this;
  }

  /** The value of a cookie; empty without one. */
  public String cookie(String name) {
    return cookies.getOrDefault(name, "");
  }

  /** Replaces a cookie, as an attacker with access to the browser could. */
  public Browser withCookie(String name, String value) {
    cookies.put(name, value);
    return this;
  }

  public Answer get(String path) {
    return send(HttpRequest.newBuilder(URI.create(url.apply(path))).GET());
  }

  /** Posts a form with these names and values. */
  public Answer post(String path, String... fields) {
    Map<String, String> form = new TreeMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      form.put(fields[i], fields[i + 1]);
    }
    String body =
        form.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        HttpRequest.newBuilder(URI.create(url.apply(path)))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Signs in with the password of all test users. */
  public Answer signIn(String email) {
    return post("/login/", "email", email, "password", Caller.PASSWORD);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Answer send(HttpRequest.Builder request) {
    headers.forEach(request::header);
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    try {
      HttpResponse<String> response =
          CLIENT.send(
              request.timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      response.headers().allValues("Set-Cookie").forEach(this::keep);
      return new Answer(response.statusCode(), response.headers().map(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void keep(String header) {
    String[] pair = header.split(";", 2)[0].split("=", 2);
    if (header.contains("Max-Age=0")) {
      cookies.remove(pair[0]);
    } else {
      cookies.put(pair[0], pair[1]);
    }
  }
}
