package io.steward.testing.browser;

import io.steward.testing.Await;
import io.steward.testing.Folders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.stream.Collectors;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A window of the installed Chromium with an empty profile, on this machine's network alone. */
public final class Chromium implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ChromeDriver driver;

  private Chromium(ChromeDriver driver) {
    this.driver = driver;
  }

  /**
   * Opens a window that reaches 127.0.0.1, localhost and the subdomains of some domains, which are
   * this machine. It accepts every certificate.
   */
  public static Chromium start(String... domains) {
    String rules =
        Arrays.stream(domains)
            .map(domain -> "MAP *." + domain + " 127.0.0.1, ")
            .collect(Collectors.joining());
    // Processes of the one before may still write its profile.
    Path folder = Folders.fresh("chromium-" + COUNT.incrementAndGet());
    ChromeOptions options = new ChromeOptions();
    options.setBinary("/usr/bin/chromium");
    options.addArguments(
        "--headless",
        // Chromium refuses to run as root with its sandbox, and opens only our own pages here.
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--hide-scrollbars",
        "--lang=en",
        "--window-size=1200,1600",
        "--host-resolver-rules=" + rules + "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        "--user-data-dir=" + folder.resolve("profile"));
    options.setAcceptInsecureCerts(true);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.WARNING);
    options.setCapability("goog:loggingPrefs", logs);
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("HOME", folder.toString());
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(Path.of("/usr/bin/chromedriver").toFile())
            .withEnvironment(environment)
            .withLogFile(folder.resolve("driver.log").toFile())
            .build();
    return new Chromium(new ChromeDriver(service, options));
  }

  /** From now on, pages run no scripts. */
  public Chromium withoutScripts() {
    command("Emulation.setScriptExecutionDisabled", Map.of("value", true));
    return this;
  }

  /** Is in a time zone such as {@code Asia/Tokyo} from now on. */
  public void inZone(String zone) {
    command("Emulation.setTimezoneOverride", Map.of("timezoneId", zone));
  }

  /** Asks for pages in a language from now on. */
  public void speak(String language) {
    send("Accept-Language", language);
  }

  /** Sends this header with every request from now on, and none of those named before. */
  public void send(String header, String value) {
    send(Map.of(header, value));
  }

  /** The same with several headers. */
  public void send(Map<String, String> headers) {
    command("Network.enable", Map.of());
    command("Network.setExtraHTTPHeaders", Map.of("headers", headers));
  }

  /** Forgets all cookies, and sends the usual headers. */
  public void forget() {
    command("Network.enable", Map.of());
    command("Network.clearBrowserCookies", Map.of());
    command("Network.setExtraHTTPHeaders", Map.of("headers", Map.of()));
  }

  /**
   * Keeps a cookie {@code name=value} for the page's host, as if a server had sent it.
   *
   * @param domain the parent domain for which it is valid; empty for this host alone
   */
  public void keep(String cookie, String domain) {
    String[] pair = cookie.split("=", 2);
    Cookie.Builder kept =
        new Cookie.Builder(pair[0], pair[1]).isSecure(true).isHttpOnly(true).sameSite("Lax");
    driver.manage().addCookie((domain.isEmpty() ? kept : kept.domain(domain)).build());
  }

  /** A cookie of the page's host as {@code name=value}; empty without one. */
  public String cookie(String name) {
    Cookie kept = driver.manage().getCookieNamed(name);
    return kept == null ? "" : name + "=" + kept.getValue();
  }

  /** The page as the server sent it, if {@link #forget} came before. */
  public String source() {
    Map<?, ?> tree = (Map<?, ?>) command("Page.getFrameTree", Map.of()).get("frameTree");
    Map<?, ?> frame = (Map<?, ?>) Objects.requireNonNull(tree).get("frame");
    // The request of a page has the id of its loader.
    Map<String, Object> request = Map.of("requestId", frame.get("loaderId"));
    return String.valueOf(command("Network.getResponseBody", request).get("body"));
  }

  /** Sends a command of the DevTools protocol. */
  Map<String, Object> command(String method, Map<String, Object> parameters) {
    return driver.executeCdpCommand(method, parameters);
  }

  public void open(String url) {
    driver.get(url);
  }

  /** The address of the page that is shown. */
  public String address() {
    return String.valueOf(driver.getCurrentUrl());
  }

  /** The text of the page, as a person sees it. */
  public String text() {
    return value("document.body ? document.body.innerText : ''");
  }

  /** Whether the page says this. */
  public boolean shows(String text) {
    try {
      return text().contains(text);
    } catch (WebDriverException e) {
      // The next page replaces this one just now.
      return false;
    }
  }

  /** Types into an empty field. */
  public void type(String field, String text) {
    WebElement input = driver.findElement(By.name(field));
    input.clear();
    input.sendKeys(text);
  }

  /** The element that has the focus. */
  public WebElement focused() {
    return driver.switchTo().activeElement();
  }

  /** Presses keys one after the other, each where the focus is. */
  public void press(Keys... keys) {
    for (Keys key : keys) {
      focused().sendKeys(key);
    }
  }

  /** Clicks the first element that fits. The page that it opens may come later. */
  public void click(String selector) {
    all(selector).get(0).click();
  }

  /** Clicks twice, as people do who are used to it. */
  public void clickTwice(String selector) {
    new Actions(driver).doubleClick(all(selector).get(0)).perform();
  }

  /** The elements that fit. */
  public List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  public void back() {
    driver.navigate().back();
  }

  /** The value of a JavaScript expression, as text. */
  public String value(String expression) {
    return String.valueOf(driver.executeScript("return String(" + expression + ")"));
  }

  /** Waits until a JavaScript expression is true. */
  public void await(String expression) {
    Await.until(expression, PATIENCE, () -> value(expression).equals("true"));
  }

  /** Runs a script that calls back with its result, and returns that result. */
  Object called(String script, Object... arguments) {
    return driver.executeAsyncScript(script, arguments);
  }

  /** The new errors of scripts, failed requests, and what the content security policy blocked. */
  public List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
      complaints.add(entry.getMessage());
    }
    return complaints;
  }

  @Override
  public void close() {
    driver.quit();
  }
}
