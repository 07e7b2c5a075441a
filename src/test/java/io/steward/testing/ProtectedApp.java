package io.steward.testing;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;

/**
 * An application that knows nothing about tokens: it answers with the request that it received, or
 * echoes over WebSocket. It speaks HTTP/2 to clients that ask for {@code h2c}.
 */
public final class ProtectedApp implements AutoCloseable {
  private static final String WEBSOCKET = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final LoopbackTomcat tomcat;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /** Starts one on a free port. */
  public ProtectedApp(String name) {
    tomcat = new LoopbackTomcat(name);
    Connector connector = tomcat.connector();
    // Otherwise Tomcat would reject paths that a proxy lets through, and the test would not see
    // them.
    connector.setProperty("relaxedPathChars", "\"<>[\\]^`{|}");
    connector.setProperty("relaxedQueryChars", "\"<>[\\]^`{|}");
    // Tomcat's default is 8 KiB, less than the proxies pass on.
    connector.setProperty("maxHttpRequestHeaderSize", "65536");
    connector.addUpgradeProtocol(new Http2Protocol());
    Tomcat.addServlet(tomcat.context(""), "app", new Servlet(asked)).addMapping("/");
    tomcat.start();
  }

  public int port() {
    return tomcat.port();
  }

  /** The paths that reached the application, unchanged. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public void close() {
    tomcat.close();
  }

  private static final class Servlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient List<String> asked;

    Servlet(List<String> asked) {
      this.asked = asked;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException {
      asked.add(request.getRequestURI());
      if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
        response.setHeader("Sec-WebSocket-Accept", accept(request.getHeader("Sec-WebSocket-Key")));
        response.setHeader("Upgrade", "websocket");
        response.setHeader("Connection", "Upgrade");
        request.upgrade(Echo.class);
        return;
      }
      long body = request.getInputStream().transferTo(OutputStream.nullOutputStream());
      StringBuilder said = new StringBuilder(request.getMethod() + " " + request.getRequestURI());
      said.append("\nbody=").append(body).append('\n');
      for (String name : Collections.list(request.getHeaderNames())) {
        for (String value : Collections.list(request.getHeaders(name))) {
          said.append(name.toLowerCase(Locale.ROOT)).append(": ").append(value).append('\n');
        }
      }
      String query = String.valueOf(request.getQueryString());
      if (query.matches("status=[45]..")) {
        response.setStatus(Integer.parseInt(query.substring("status=".length())));
      }
      byte[] bytes = said.toString().getBytes(StandardCharsets.UTF_8);
      response.setContentLength(bytes.length);
      response.getOutputStream().write(bytes);
    }

    /** RFC 6455, 4.2.2. */
    private static String accept(String key) {
      try {
        byte[] text = (key + WEBSOCKET).getBytes(StandardCharsets.US_ASCII);
        return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Sends one short text back, and closes the connection (RFC 6455, 5.2). */
  public static final class Echo implements HttpUpgradeHandler {
    @Override
    public void init(WebConnection connection) {
      try (connection) {
        DataInputStream in = new DataInputStream(connection.getInputStream());
        in.readByte();
        byte[] mask = new byte[4];
        byte[] text = new byte[in.readByte() & 0x7f];
        in.readFully(mask);
        in.readFully(text);
        for (int i = 0; i < text.length; i++) {
          text[i] ^= mask[i % 4];
        }
        OutputStream out = connection.getOutputStream();
        out.write(new byte[] {(byte) 0x81, (byte) text.length});
        out.write(text);
        out.flush();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void destroy() {}
  }
}
