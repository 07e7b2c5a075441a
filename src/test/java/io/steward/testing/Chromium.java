package io.steward.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;

/** A page in Chromium, driven by the DevTools protocol. */
public final class Chromium implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ChildProcess process;
  private final WebSocket socket;
  private final BlockingQueue<Map<String, Object>> answers = new LinkedBlockingQueue<>();
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
  private int calls;

  private Chromium(ChildProcess process, int port) throws IOException, InterruptedException {
    this.process = process;
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest tab =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/new"))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    String url =
        (String)
            parsed(client.send(tab, BodyHandlers.ofString()).body()).get("webSocketDebuggerUrl");
    this.socket = client.newWebSocketBuilder().buildAsync(URI.create(url), new Messages()).join();
    call("Log.enable", Map.of());
    call("Runtime.enable", Map.of());
    call("Page.enable", Map.of());
  }

  /** Starts Chromium with an empty profile. */
  public static Chromium start() {
    // Processes of the one before may still write its profile.
    Path folder = Folders.fresh("chromium-" + COUNT.incrementAndGet());
    List<String> command =
        List.of(
            "chromium",
            "--headless",
            // Chromium refuses to run as root with its sandbox, and opens only our own pages here.
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--no-first-run",
            "--window-size=1200,1600",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
            "--remote-debugging-port=0",
            "--user-data-dir=" + folder.resolve("profile"));
    ChildProcess process = ChildProcess.start(folder, command, Map.of("HOME", folder.toString()));
    Path port = folder.resolve("profile/DevToolsActivePort");
    try {
      Await.until("Chromium listens", PATIENCE, () -> isWritten(port));
      return new Chromium(process, Integer.parseInt(Files.readAllLines(port).get(0)));
    } catch (IOException | InterruptedException e) {
      process.close();
      throw new IllegalStateException(e);
    }
  }

  private static boolean isWritten(Path port) {
    try {
      return Files.exists(port) && Files.readAllLines(port).size() > 1;
    } catch (IOException e) {
      return false;
    }
  }

  private static Map<String, Object> parsed(String json) {
    try {
      return JsonUtil.parseJson(json);
    } catch (JoseException e) {
      throw new IllegalStateException(json, e);
    }
  }

  /** Collects answers and what the page complains about. */
  private final class Messages implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
      text.append(part);
      if (isLast) {
        Map<String, Object> message = parsed(text.toString());
        if (message.containsKey("id")) {
          answers.add(message);
        } else if (List.of("Log.entryAdded", "Runtime.exceptionThrown")
            .contains(String.valueOf(message.get("method")))) {
          complaints.add(String.valueOf(message.get("params")));
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  private synchronized Map<String, Object> call(String method, Map<String, Object> parameters) {
    calls++;
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("id", calls);
    message.put("method", method);
    message.put("params", parameters);
    socket.sendText(JsonUtil.toJson(message), true).join();
    try {
      Map<String, Object> answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (answer == null || answer.containsKey("error")) {
        throw new AssertionError(method + " " + parameters + " -> " + answer);
      }
      return answer;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public void open(String url) {
    call("Page.navigate", Map.of("url", url));
  }

  /** The value of a JavaScript expression, as text. */
  public String value(String expression) {
    Map<String, Object> answer =
        call("Runtime.evaluate", Map.of("expression", "String(" + expression + ")"));
    Object result = ((Map<?, ?>) answer.get("result")).get("result");
    return String.valueOf(((Map<?, ?>) result).get("value"));
  }

  /** Waits until a JavaScript expression is true. */
  public void await(String expression) {
    Await.until(expression, PATIENCE, () -> value(expression).equals("true"));
  }

  /** Errors of scripts, failed requests, and what the content security policy blocked. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Saves a picture of the page below target. */
  public void picture(String name) {
    Map<String, Object> answer = call("Page.captureScreenshot", Map.of());
    String data = String.valueOf(((Map<?, ?>) answer.get("result")).get("data"));
    try {
      Files.write(Path.of("target", "it", name + ".png"), Base64.getDecoder().decode(data));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.close();
  }
}
