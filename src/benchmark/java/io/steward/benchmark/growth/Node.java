package io.steward.benchmark.growth;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Steward, started with {@code java -jar} on one of the two databases. */
final class Node implements AutoCloseable {
  static final String PASSWORD = "correct horse battery";

  private static final Path WAR = Path.of("target", "steward.war");
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String MANY = "99999/1";
  private static final Map<String, String> SETTINGS =
      Map.of(
          "STEWARD_DATABASE_USERNAME",
          "postgres",
          "STEWARD_JWT_SECRET",
          "Kj8-benchmark-only-Qw3rTz6uIoPa9sDfGhJkL0yXcVbN",
          // Nothing is refused, but each request counts as it would otherwise.
          "STEWARD_THROTTLE_LOGIN",
          MANY,
          "STEWARD_THROTTLE_REGISTRATION",
          MANY,
          "STEWARD_THROTTLE_REFRESH",
          MANY,
          "STEWARD_PROXY_TRUSTED",
          "127.0.0.1");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Process process;
  private final String address;
  private final long startNanos;

  private Node(Process process, String address, long startNanos) {
    this.process = process;
    this.address = address;
    this.startNanos = startNanos;
  }

  /** Starts a node and waits until it is ready. */
  static Node start(Data data, Path home, int port) throws IOException, InterruptedException {
    long before = System.nanoTime();
    Process process = process(data, home, port, "serve");
    String address = "http://127.0.0.1:" + port;
    while (!isReady(address)) {
      if (!process.isAlive() || System.nanoTime() - before > PATIENCE.toNanos()) {
        process.destroy();
        throw new IllegalStateException("no node: " + Files.readString(home.resolve("log")));
      }
      Thread.sleep(5);
    }
    return new Node(process, address, System.nanoTime() - before);
  }

  /** Runs a command to its end. */
  static void command(Data data, Path home, String... arguments)
      throws IOException, InterruptedException {
    if (process(data, home, 1, arguments).waitFor() != 0) {
      throw new IllegalStateException(Files.readString(home.resolve("log")));
    }
  }

  private static Process process(Data data, Path home, int port, String... arguments)
      throws IOException {
    Files.createDirectories(home);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java, "-Xmx256m", "-jar", WAR.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(home.resolve("log").toFile());
    builder.environment().putAll(SETTINGS);
    builder.environment().put("STEWARD_HOME", home.toString());
    builder.environment().put("STEWARD_HTTP_PORT", String.valueOf(port));
    builder.environment().put("STEWARD_DATABASE_URL", data.url());
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    return process;
  }

  private static boolean isReady(String address) throws InterruptedException {
    try {
      URI ready = URI.create(address + "/health/ready");
      return CLIENT
              .send(HttpRequest.newBuilder(ready).build(), BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  long startNanos() {
    return startNanos;
  }

  /** Sends a request as a client at this network; fails if the answer is not a success. */
  private String send(String method, String path, String network, String token, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("X-Forwarded-For", network)
            .method(method, BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      HttpResponse<String> answer = CLIENT.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
      }
      return answer.body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(path, e);
    }
  }

  void register(String email, String network) {
    String names = "\",\"first_name\":\"Ada\",\"last_name\":\"Lovelace\"}";
    send("POST", "/user/create/", network, "", credentials(email) + names);
  }

  /** The tokens of a log-in or a refresh. */
  record Tokens(String access, String refresh) {
    private static final Pattern ACCESS = Pattern.compile("\"token\":\"([^\"]+)\"");
    private static final Pattern REFRESH = Pattern.compile("\"refresh_token\":\"([^\"]+)\"");

    static Tokens of(String json) {
      return new Tokens(found(ACCESS, json), found(REFRESH, json));
    }

    private static String found(Pattern pattern, String json) {
      Matcher matcher = pattern.matcher(json);
      if (!matcher.find()) {
        throw new IllegalStateException(json);
      }
      return matcher.group(1);
    }
  }

  Tokens logIn(String email, String network) {
    return Tokens.of(send("POST", "/user/obtain_token/", network, "", credentials(email) + "\"}"));
  }

  Tokens refresh(Tokens tokens) {
    String json = "{\"refresh_token\":\"" + tokens.refresh() + "\"}";
    return Tokens.of(send("POST", "/user/refresh_token/", "10.0.0.1", "", json));
  }

  void get(Tokens tokens) {
    send("GET", "/user/update/", "10.0.0.1", tokens.access(), "");
  }

  void list(Tokens tokens, String path) {
    send("GET", "/admin/api/" + path, "10.0.0.1", tokens.access(), "");
  }

  void logOutEverywhere(Tokens tokens) {
    send("POST", "/user/revoke_token/", "10.0.0.1", tokens.access(), "{\"everywhere\":true}");
  }

  private static String credentials(String email) {
    return "{\"email\":\"" + email + "\",\"password\":\"" + PASSWORD;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.onExit().get(20, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      process.destroyForcibly();
    }
  }
}
