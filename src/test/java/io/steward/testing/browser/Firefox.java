package io.steward.testing.browser;

import io.steward.testing.Await;
import io.steward.testing.ChildProcess;
import io.steward.testing.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openqa.selenium.bidi.Command;
import org.openqa.selenium.bidi.Connection;
import org.openqa.selenium.remote.http.ClientConfig;
import org.openqa.selenium.remote.http.HttpClient;

/**
 * A window of the installed Firefox with an empty profile, on this machine's network alone. It is
 * driven by WebDriver BiDi, because Debian has no geckodriver.
 */
public final class Firefox implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String ENTER = "\uE007";
  private static final Pattern PORT = Pattern.compile("\"ws_port\": *(\\d+)");

  /** Hosts that are not named are behind a proxy that does not exist. */
  private static final String PREFERENCES =
      """
      user_pref("network.proxy.type", 1);
      user_pref("network.proxy.http", "127.0.0.1");
      user_pref("network.proxy.http_port", 9);
      user_pref("network.proxy.ssl", "127.0.0.1");
      user_pref("network.proxy.ssl_port", 9);
      user_pref("network.proxy.no_proxies_on", "%1$s");
      user_pref("network.dns.localDomains", "%1$s");
      user_pref("browser.shell.checkDefaultBrowser", false);
      user_pref("intl.accept_languages", "en");
      """;

  private final ChildProcess process;
  private final Connection connection;
  private final String window;

  private Firefox(ChildProcess process, int port) {
    this.process = process;
    String url = "ws://127.0.0.1:" + port + "/session";
    HttpClient client =
        HttpClient.Factory.createDefault()
            .createClient(ClientConfig.defaultConfig().baseUri(URI.create(url)));
    this.connection = new Connection(client, url);
    send(
        "session.new",
        Map.of("capabilities", Map.of("alwaysMatch", Map.of("acceptInsecureCerts", true))));
    List<?> windows = (List<?>) send("browsingContext.getTree", Map.of()).get("contexts");
    this.window = String.valueOf(((Map<?, ?>) windows.get(0)).get("context"));
  }

  /**
   * Opens a window that reaches 127.0.0.1, and some hosts, which are this machine. It accepts every
   * certificate.
   */
  public static Firefox start(String... hosts) {
    Path folder = Folders.fresh("firefox-" + COUNT.incrementAndGet());
    Path profile = folder.resolve("profile");
    try {
      Files.createDirectories(profile);
      String reachable = ("127.0.0.1," + String.join(",", hosts)).replaceFirst(",$", "");
      Files.writeString(profile.resolve("user.js"), PREFERENCES.formatted(reachable));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command =
        List.of(
            "firefox-esr",
            "--headless",
            "--no-remote",
            "--profile",
            profile.toString(),
            "--remote-debugging-port",
            "0");
    ChildProcess process = ChildProcess.start(folder, command, Map.of("HOME", folder.toString()));
    Path server = profile.resolve("WebDriverBiDiServer.json");
    Await.until("Firefox listens", PATIENCE, () -> port(server).find());
    Matcher port = port(server);
    port.find();
    return new Firefox(process, Integer.parseInt(port.group(1)));
  }

  private static Matcher port(Path server) {
    try {
      return PORT.matcher(Files.exists(server) ? Files.readString(server) : "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<?, ?> send(String method, Map<String, Object> parameters) {
    return connection.sendAndWait(new Command<Map<?, ?>>(method, parameters, Map.class), PATIENCE);
  }

  public void open(String url) {
    send("browsingContext.navigate", Map.of("context", window, "url", url, "wait", "complete"));
  }

  /** Types into a field. */
  public void type(String field, String text) {
    value("document.querySelector('[name=" + field + "]').focus()");
    keys(text);
  }

  /** Presses the Enter key. */
  public void enter() {
    keys(ENTER);
  }

  private void keys(String text) {
    List<Map<String, Object>> strokes = new ArrayList<>();
    for (String key : text.codePoints().mapToObj(Character::toString).toList()) {
      strokes.add(Map.of("type", "keyDown", "value", key));
      strokes.add(Map.of("type", "keyUp", "value", key));
    }
    Map<String, Object> keyboard = Map.of("type", "key", "id", "keyboard", "actions", strokes);
    send("input.performActions", Map.of("context", window, "actions", List.of(keyboard)));
  }

  /** The value of a JavaScript expression, as text. */
  public String value(String expression) {
    Map<String, Object> parameters =
        Map.of(
            "expression",
            "String(" + expression + ")",
            "target",
            Map.of("context", window),
            "awaitPromise",
            true);
    Object result = send("script.evaluate", parameters).get("result");
    return result instanceof Map<?, ?> map ? String.valueOf(map.get("value")) : "";
  }

  /** Waits until the page says this. */
  public void awaitText(String text) {
    Await.until("the page says " + text, PATIENCE, () -> text().contains(text));
  }

  private String text() {
    return value("document.body ? document.body.innerText : ''");
  }

  @Override
  public void close() {
    connection.close();
    process.close();
  }
}
