package io.steward.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * An application for people behind a proxy: every page shows who is there, what was sent, and a
 * form.
 */
public final class PortalApp implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> cookies = new CopyOnWriteArrayList<>();

  /** Starts one on a free port. */
  public PortalApp() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** All cookies that it has received. */
  public List<String> cookies() {
    return List.copyOf(cookies);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    @Nullable String cookie = exchange.getRequestHeaders().getFirst("Cookie");
    if (cookie != null) {
      cookies.add(cookie);
    }
    String person = exchange.getRequestHeaders().getFirst("Remote-Email");
    byte[] page =
        """
        <!doctype html><title>Portal</title><p>Hello %s: %s %s</p>
        <form method="post" action="/save"><input name="note"><button>Save</button></form>
        """
            .formatted(person, exchange.getRequestMethod(), sent)
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html;charset=UTF-8");
    exchange.sendResponseHeaders(200, page.length);
    exchange.getResponseBody().write(page);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
