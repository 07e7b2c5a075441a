package io.steward.testing;

import io.steward.testing.openapi.Exchange;
import io.steward.testing.openapi.Oracle;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An HTTP client that adds no significant header on its own. */
public final class Caller {
  /** Satisfies the password policy for every test user. */
  public static final String PASSWORD = "correct horse battery staple";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final TestServer server;

  public Caller(TestServer server) {
    this.server = server;
  }

  public Answer send(String method, String path, Map<String, String> headers, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url(path)))
            .timeout(PATIENCE)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      Answer answer = new Answer(response.statusCode(), response.headers().map(), response.body());
      Oracle.check(
          new Exchange(
              true,
              method,
              path,
              response.request().headers().firstValue("Content-Type").orElse(""),
              new String(body, StandardCharsets.UTF_8),
              answer.status(),
              answer::header,
              answer.body()));
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public Answer json(String method, String path, Map<String, String> headers, byte[] json) {
    Map<String, String> all = new HashMap<>(headers);
    all.putIfAbsent("Content-Type", "application/json");
    return send(method, path, all, json);
  }

  public Answer post(String path, String json) {
    return json("POST", path, Map.of(), json.getBytes(StandardCharsets.UTF_8));
  }

  public Answer get(String path) {
    return send("GET", path, Map.of(), new byte[0]);
  }

  /** Reads the account that the token belongs to. */
  public Answer account(String token) {
    return send("GET", "/user/update/", bearer(token), new byte[0]);
  }

  /** Writes to the account that the token belongs to. */
  public Answer account(String method, String token, String json) {
    return json(method, "/user/update/", bearer(token), json.getBytes(StandardCharsets.UTF_8));
  }

  public Answer register(String email, String password) {
    return post("/user/create/", credentials(email, password));
  }

  public Answer logIn(String email, String password) {
    return post("/user/obtain_token/", credentials(email, password));
  }

  /** Logs in, which must succeed, and returns the access token. */
  public String token(String email) {
    return logIn(email, PASSWORD).assertStatus(200).text("token");
  }

  /** Sends exactly these characters, as Latin-1, on a new connection. */
  public Answer raw(String request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return RawAnswer.read(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(request, e);
    }
  }

  /**
   * Like {@link #raw}, but sends exactly the given text. Returns empty if the server closes the
   * connection without an answer.
   */
  public Optional<Answer> rawToTheEnd(String request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return Optional.of(RawAnswer.read(socket.getInputStream()));
    } catch (EOFException | SocketException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(request, e);
    }
  }

  public static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  private static String credentials(String email, String password) {
    return "{\"email\":" + quoted(email) + ",\"password\":" + quoted(password) + "}";
  }

  /** A text as a JSON string. */
  public static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
