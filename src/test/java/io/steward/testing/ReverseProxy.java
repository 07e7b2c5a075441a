package io.steward.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A reverse proxy with the files of {@code deploy}, in front of Steward and an application. */
public final class ReverseProxy implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final boolean IS_ROOT = System.getProperty("user.name").equals("root");

  private final int port;
  private final Path folder;
  private final ChildProcess process;

  private ReverseProxy(
      String name, int port, boolean isSecure, Map<String, String> changes, int... servers) {
    this.port = port;
    this.folder = Folders.fresh(name + "-" + port);
    if (isSecure) {
      write("portal.pem", SelfSigned.pem());
      write("portal.key", SelfSigned.pem());
      write("steward.pem", SelfSigned.pem());
    }
    copy(name, changes, isSecure ? secured() : Map.of(), places(servers[0], servers[1]));
    List<String> command = command(name);
    this.process =
        ChildProcess.start(
            folder, command, Map.of("HOME", folder.toString(), "XDG_DATA_HOME", folder.toString()));
  }

  /** Starts nginx, apache, haproxy, ha (two nodes) or caddy, and waits until it listens. */
  public static ReverseProxy start(String name, int steward, int application) {
    return changed(name, steward, application, Map.of());
  }

  /** Like {@link #start}, with a fault: each of these texts is replaced in its files. */
  public static ReverseProxy changed(
      String name, int steward, int application, Map<String, String> changes) {
    return started(
        name, new ReverseProxy(name, Folders.freePort(), false, changes, steward, application));
  }

  /** Like {@link #start}, with TLS and a self-signed certificate. */
  public static ReverseProxy secure(String name, int steward, int application) {
    return secure(name, Folders.freePort(), steward, application);
  }

  /** The same at a port that Steward's own address already names. */
  public static ReverseProxy secure(String name, int port, int steward, int application) {
    return started(name, new ReverseProxy(name, port, true, Map.of(), steward, application));
  }

  private static ReverseProxy started(String name, ReverseProxy proxy) {
    Await.until(name + " listens", PATIENCE, () -> proxy.listens() || !proxy.process.isAlive());
    if (!proxy.process.isAlive()) {
      throw new AssertionError(proxy.log());
    }
    return proxy;
  }

  private Map<String, String> places(int steward, int application) {
    return Map.ofEntries(
        Map.entry("127.0.0.1:8080", "127.0.0.1:" + steward),
        Map.entry("127.0.0.1:9000", "127.0.0.1:" + application),
        Map.entry("/etc/haproxy/", folder + "/"),
        Map.entry("/etc/apache2/", folder + "/"),
        Map.entry("/etc/nginx/", folder + "/"),
        Map.entry("listen 80;", "listen 127.0.0.1:" + port + ";"),
        Map.entry("bind :80", "bind 127.0.0.1:" + port),
        Map.entry("<VirtualHost *:80>", "<VirtualHost 127.0.0.1:" + port + ">"),
        Map.entry(":80 {", ":" + port + " {\n\tbind 127.0.0.1"),
        Map.entry("127.0.0.1:8000", "127.0.0.1:" + port),
        Map.entry("10.0.0.11:8080", "127.0.0.1:" + steward),
        Map.entry("10.0.0.12:8080", "127.0.0.1:" + steward));
  }

  /** Puts the commented lines for TLS into force. */
  private Map<String, String> secured() {
    String caddy = ":80 {\n\ttls " + folder + "/portal.pem " + folder + "/portal.key";
    return Map.of(
        "http://accounts", "accounts",
        "listen 80;\n", "\n",
        "# listen 443 ssl;", "listen 127.0.0.1:" + port + " ssl;",
        "# ssl_certificate", "ssl_certificate",
        "# SSL", "SSL",
        "bind :80\n", "\n",
        "# bind :443 ssl", "bind 127.0.0.1:" + port + " ssl",
        "  bind \"${STEWARD_BIND}\"\n", "\n",
        "# With TLS: bind", "bind",
        ":80 {", caddy);
  }

  private List<String> command(String name) {
    return switch (name) {
      case "nginx" -> {
        write("nginx.conf", nginx());
        yield List.of(program("nginx"), "-p", folder.toString(), "-c", "nginx.conf");
      }
      case "apache" -> {
        write("apache.conf", apache());
        yield List.of(program("apache2"), "-DFOREGROUND", "-f", folder + "/apache.conf");
      }
      case "haproxy", "ha" -> List.of(program("haproxy"), "-db", "-f", folder + "/haproxy.cfg");
      default -> {
        String options = "{\n\tadmin off\n\tauto_https off\n}\n";
        write("Caddyfile", options + read(folder.resolve("Caddyfile")));
        yield List.of(program("caddy"), "run", "--config", folder + "/Caddyfile");
      }
    };
  }

  /** Copies every file of that proxy, with the ports and folders of this test filled in. */
  @SafeVarargs
  private void copy(String name, Map<String, String>... replacements) {
    try (var files = Files.list(Path.of("deploy", name))) {
      for (Path file : files.toList()) {
        String text = read(file);
        for (Map<String, String> places : replacements) {
          for (Map.Entry<String, String> place : places.entrySet()) {
            text = text.replace(place.getKey(), place.getValue());
          }
        }
        write(file.getFileName().toString(), text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String nginx() {
    StringBuilder paths = new StringBuilder();
    for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
      paths.append("  %s_temp_path %s/%s;%n".formatted(kind, folder, kind));
    }
    return """
        %s
        daemon off;
        worker_processes 1;
        pid nginx.pid;
        error_log stderr;
        events { worker_connections 256; }
        http {
          access_log off;
        %s
          include portal.conf;
        }
        """
        .formatted(IS_ROOT ? "user root;" : "", paths);
  }

  private String apache() {
    StringBuilder modules = new StringBuilder();
    for (String module :
        List.of(
            "mpm_event",
            "alias",
            "authz_core",
            "proxy",
            "proxy_http",
            "headers",
            "lua",
            "ssl",
            "unique_id")) {
      modules.append(
          "LoadModule %1$s_module /usr/lib/apache2/modules/mod_%1$s.so%n".formatted(module));
    }
    return String.format(
        Locale.ROOT,
        """
        ServerRoot %1$s
        ServerName portal.example
        DefaultRuntimeDir %1$s
        PidFile %1$s/apache.pid
        ErrorLog /dev/stderr
        Listen 127.0.0.1:%2$d
        %3$s
        %4$s
        Include portal.conf
        """,
        folder,
        port,
        modules,
        IS_ROOT ? "User www-data\nGroup www-data" : "");
  }

  /** Debian installs them in a folder that only root has on the PATH. */
  public static String program(String name) {
    return List.of("/usr/sbin/", "/usr/bin/", "/usr/local/bin/").stream()
        .map(path -> path + name)
        .filter(path -> Files.isExecutable(Path.of(path)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not installed"));
  }

  private void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  public int port() {
    return port;
  }

  /** The folder that it reads instead of its own below {@code /etc}. */
  public Path folder() {
    return folder;
  }

  /** Its whole output. */
  public String log() {
    return process.log();
  }

  @Override
  public void close() {
    process.close();
  }
}
