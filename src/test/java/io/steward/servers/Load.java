package io.steward.servers;

import io.steward.testing.Steward;
import io.steward.testing.TokenPair;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Clients with connections kept alive. They register, log in and guess until the node is gone. */
final class Load {
  /** The answers of a node that runs. */
  static final Set<Integer> EXPECTED = Set.of(200, 201, 400, 401, 403);

  /** The answers of a node that stops. */
  static final Set<Integer> POSSIBLE = Set.of(200, 201, 400, 401, 403, 503);

  private static final int CLIENTS = 16;
  private static final Duration LONGEST = Duration.ofSeconds(40);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Steward node;
  private final Map<Integer, Integer> answers = new ConcurrentHashMap<>();
  private final AtomicInteger users = new AtomicInteger();

  Load(Steward node) {
    this.node = node;
  }

  /** Runs all clients until the node accepts no more connections. */
  void run() {
    Thread[] clients =
        IntStream.range(0, CLIENTS).mapToObj(i -> new Thread(this::call)).toArray(Thread[]::new);
    for (Thread client : clients) {
      client.start();
    }
    for (Thread client : clients) {
      try {
        client.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  Set<Integer> statuses() {
    return new TreeMap<>(answers).keySet();
  }

  private void call() {
    long end = System.nanoTime() + LONGEST.toNanos();
    boolean isGone = false;
    while (!isGone && end - System.nanoTime() > 0) {
      String credentials =
          TokenPair.credentials("load-" + users.incrementAndGet() + "@stop.example");
      isGone =
          send("/user/create/", credentials)
              || send("/user/obtain_token/", credentials)
              || send(
                  "/user/obtain_token/", credentials.replace("\"password\":\"", "\"password\":\"x"))
              || send("/user/verify_token/", "{\"token\":\"x\"}")
              || send("/user/update/", "");
    }
  }

  /** Sends a request; returns true if the node accepts no connection. */
  private boolean send(String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(node.url() + path))
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json");
    if (!body.isEmpty()) {
      request.POST(HttpRequest.BodyPublishers.ofString(body));
    }
    try {
      int status = http.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode();
      answers.merge(status, 1, Integer::sum);
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      // The connection was closed; a client may try another one.
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
