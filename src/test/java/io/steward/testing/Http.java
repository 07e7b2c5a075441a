package io.steward.testing;

import io.steward.testing.openapi.Exchange;
import io.steward.testing.openapi.Oracle;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client of one server. */
public final class Http {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int SILENCE_MILLIS = 3_000;

  private final String base;

  /** Makes a client for URLs that begin with {@code base}, which has no trailing slash. */
  public Http(String base) {
    this.base = base;
  }

  /** The full path of the request target, with the path of the base URL in front. */
  public String path(String path) {
    return URI.create(base).getPath() + path;
  }

  /** The full URL of a path. */
  public String url(String path) {
    return base + path;
  }

  public ServerAnswer get(String path, String... headers) {
    return send("GET", path, "", headers);
  }

  /** Sends JSON. */
  public ServerAnswer post(String path, String json, String... headers) {
    return json("POST", path, json, headers);
  }

  public ServerAnswer json(String method, String path, String json, String... headers) {
    String[] all = new String[headers.length + 2];
    all[0] = "Content-Type";
    all[1] = "application/json";
    System.arraycopy(headers, 0, all, 2, headers.length);
    return send(method, path, json, all);
  }

  /** Sends any request; {@code headers} alternates names and values. */
  public ServerAnswer send(String method, String path, String body, String... headers) {
    try {
      return exchange(method, path, body, headers);
    } catch (IOException e) {
      throw new AssertionError(method + " " + base + path, e);
    }
  }

  /** The status, or 0 if there is no answer. */
  public int status(String path) {
    try {
      return exchange("GET", path, "").status();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Like {@link #send}, for a server that may be down. */
  public ServerAnswer exchange(String method, String path, String body, String... headers)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(PATIENCE)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> response =
          CLIENT.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
      ServerAnswer answer =
          new ServerAnswer(response.statusCode(), response.headers(), response.body());
      Oracle.check(
          new Exchange(
              TestServer.isAt(base),
              method,
              path,
              request.build().headers().firstValue("Content-Type").orElse(""),
              body,
              answer.status(),
              answer::header,
              answer.body()));
      return answer;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends exactly these characters, and reads until the server closes the connection. */
  public String raw(String request) {
    URI address = URI.create(base);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
      socket.setSoTimeout(SILENCE_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return hear(socket.getInputStream());
    } catch (IOException e) {
      throw new AssertionError(request, e);
    }
  }

  private static String hear(InputStream stream) throws IOException {
    StringBuilder heard = new StringBuilder();
    try {
      for (int b = stream.read(); b >= 0; b = stream.read()) {
        heard.append((char) b);
      }
    } catch (SocketException e) {
      // The server closed the connection before it had read the whole request.
      heard.append("\n(reset)");
    } catch (SocketTimeoutException e) {
      heard.append("\n(silence)");
    }
    return heard.toString();
  }
}
