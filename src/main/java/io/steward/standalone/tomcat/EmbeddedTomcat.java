package io.steward.standalone.tomcat;

import io.steward.settings.DatabaseSettings;
import io.steward.settings.HttpSettings;
import io.steward.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.session.StandardManager;
import org.apache.catalina.startup.Constants;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.util.ServerInfo;
import org.apache.catalina.webresources.DirResourceSet;
import org.apache.catalina.webresources.StandardRoot;
import org.apache.tomcat.util.modeler.Registry;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.jspecify.annotations.Nullable;

/** The embedded Tomcat: one web application on one port. */
public final class EmbeddedTomcat implements AutoCloseable {
  /** Silenced: when the start is refused, it would add a stack trace after each message. */
  private static final Logger CONTAINER = Logger.getLogger("org.apache.catalina.core");

  private static final Duration SILENCE = Duration.ofSeconds(20);
  // A proxy's authorization request names a path and a token, and proxies pass on up to 8 KiB of
  // each. The response contains the longest name, groups and token.
  private static final int HEADER_BYTES = 16 * 1024;
  private static final int REQUESTS_PER_CONNECTION = 50;
  private static final int WAITING_CONNECTIONS = 1_000;
  private static final int THREADS = 100;
  // This buffer is so large that no thread has to wait for a client that never reads its responses.
  private static final int UNREAD_BYTES = 1024 * 1024;

  private final Tomcat tomcat = new Tomcat();
  private final Connector connector;
  private final StandardContext context;
  private final Duration drain;

  private EmbeddedTomcat(HttpSettings http, StandardContext context) {
    this.connector = connector(http);
    this.context = context;
    this.drain = http.drain();
  }

  /** A failed start, as one line with the remedy. */
  public static final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    StartFailure(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Starts Tomcat; the application receives these objects as context attributes.
   *
   * @param awaitServer returns when the database server has started
   */
  public static EmbeddedTomcat start(
      Settings settings, WebRoot root, Clock clock, Runnable awaitServer) {
    demandFree(settings.http());
    // JMX is not used. Without it, Tomcat starts a quarter of a second faster.
    Registry.disableRegistry();
    StandardContext context = context(root);
    EmbeddedTomcat server = new EmbeddedTomcat(settings.http(), context);
    server.assemble(settings.home().resolve("tomcat"));
    context.getServletContext().setAttribute(Settings.class.getName(), settings);
    context.getServletContext().setAttribute(Clock.class.getName(), clock);
    context.getServletContext().setAttribute(DatabaseSettings.START_ATTRIBUTE, awaitServer);
    CONTAINER.setLevel(Level.OFF);
    try {
      server.tomcat.start();
    } catch (LifecycleException e) {
      server.close();
      throw failure(settings.http(), e);
    } finally {
      CONTAINER.setLevel(null);
    }
    if (context.getState() != LifecycleState.STARTED) {
      server.close();
      throw new StartFailure("Steward did not start; see the lines above.", null);
    }
    return server;
  }

  /**
   * Finds a port in use before the application starts. The start may migrate the database, and
   * Tomcat opens the port only after it.
   */
  private static void demandFree(HttpSettings http) {
    try (ServerSocket probe = new ServerSocket()) {
      // As Tomcat does: connections of a stopped server must not count.
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(address(http), http.port()));
    } catch (IOException e) {
      throw cannotListen(http, String.valueOf(e.getMessage()), e);
    }
  }

  private void assemble(Path work) {
    tomcat.setBaseDir(work.toString());
    tomcat.setConnector(connector);
    tomcat.getEngine().setParentClassLoader(EmbeddedTomcat.class.getClassLoader());
    StandardHost host = (StandardHost) tomcat.getHost();
    host.setErrorReportValveClass(ContainerErrors.class.getName());
    host.setAutoDeploy(false);
    host.setCreateDirs(false);
    host.addChild(context);
  }

  private static Connector connector(HttpSettings http) {
    Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
    connector.setPort(http.port());
    connector.setThrowOnFailure(true);
    // Otherwise the port stays open until the end of the shutdown.
    connector.setProperty("bindOnInit", "false");
    connector.setXpoweredBy(false);
    connector.setAllowTrace(false);
    connector.setProperty("address", address(http));
    connector.setProperty("connectionTimeout", String.valueOf(SILENCE.toMillis()));
    connector.setProperty("keepAliveTimeout", String.valueOf(SILENCE.toMillis()));
    connector.setProperty("maxKeepAliveRequests", String.valueOf(REQUESTS_PER_CONNECTION));
    connector.setProperty("maxHttpRequestHeaderSize", String.valueOf(HEADER_BYTES));
    connector.setProperty("maxHttpResponseHeaderSize", String.valueOf(HEADER_BYTES));
    connector.setProperty("socket.txBufSize", String.valueOf(UNREAD_BYTES));
    connector.setProperty("acceptCount", String.valueOf(WAITING_CONNECTIONS));
    connector.setProperty("maxThreads", String.valueOf(THREADS));
    return connector;
  }

  /** Resolves the name here, because for an unknown name Tomcat would listen on all addresses. */
  private static String address(HttpSettings http) {
    try {
      return InetAddress.getByName(http.host()).getHostAddress();
    } catch (UnknownHostException e) {
      throw cannotListen(http, "unknown host", e);
    }
  }

  private static StandardContext context(WebRoot root) {
    StandardContext context = new StandardContext();
    context.setName("");
    context.setPath("");
    context.setDocBase(root.folder().toString());
    // The parent class loader loads all classes, so that each class is loaded only once.
    context.setParentClassLoader(EmbeddedTomcat.class.getClassLoader());
    context.setDelegate(true);
    context.addLifecycleListener(configuration());
    context.setJarScanner(noScanning());
    context.setContainerSciFilter("org\\.glassfish\\..*");
    context.setManager(forgettingManager());
    withoutLeakSearch(context);
    addStaticFiles(context);
    addClasses(context, root);
    return context;
  }

  private static ContextConfig configuration() {
    ContextConfig configuration = new ContextConfig();
    configuration.setDefaultWebXml(Constants.NoDefaultWebXml);
    return configuration;
  }

  private static StandardJarScanner noScanning() {
    StandardJarScanner scanner = new StandardJarScanner();
    scanner.setScanClassPath(false);
    scanner.setScanManifest(false);
    scanner.setJarScanFilter((type, name) -> false);
    return scanner;
  }

  /**
   * Switches the search for leaks off: the process ends with the application, so nothing can leak.
   */
  private static void withoutLeakSearch(StandardContext context) {
    context.setClearReferencesObjectStreamClassCaches(false);
    context.setClearReferencesRmiTargets(false);
    context.setClearReferencesThreadLocals(false);
  }

  /** Writes no sessions to disk: Steward has no servlet sessions. */
  private static StandardManager forgettingManager() {
    StandardManager manager = new StandardManager();
    manager.setPathname(null);
    return manager;
  }

  private static void addStaticFiles(StandardContext context) {
    Wrapper files =
        Tomcat.addServlet(context, "default", "org.apache.catalina.servlets.DefaultServlet");
    files.setLoadOnStartup(1);
    files.addMapping("/");
    context.addWelcomeFile("index.html");
    Tomcat.addDefaultMimeTypeMappings(context);
  }

  private static void addClasses(StandardContext context, WebRoot root) {
    StandardRoot resources = new StandardRoot(context);
    root.classes()
        .ifPresent(
            classes ->
                resources.addPreResources(
                    new DirResourceSet(resources, "/WEB-INF/classes", classes.toString(), "/")));
    context.setResources(resources);
  }

  private static StartFailure failure(HttpSettings http, LifecycleException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketException) {
        return cannotListen(http, String.valueOf(cause.getMessage()), e);
      }
    }
    return new StartFailure("Steward did not start: " + e.getMessage(), e);
  }

  private static StartFailure cannotListen(HttpSettings http, String reason, Exception cause) {
    return new StartFailure(
        "Cannot listen on "
            + http.host()
            + " port "
            + http.port()
            + " ("
            + reason
            + "): set STEWARD_HTTP_HOST or STEWARD_HTTP_PORT.",
        cause);
  }

  /** The name and version that the web application sees. */
  public static String serverInfo() {
    return ServerInfo.getServerInfo();
  }

  public int port() {
    return connector.getLocalPort();
  }

  /** Drains, then accepts no more connections, answers pending requests and stops. */
  @Override
  public void close() {
    Object leave = context.getServletContext().getAttribute(HttpSettings.LEAVE_ATTRIBUTE);
    if (leave instanceof Runnable application) {
      application.run();
      LastAnswers.drain(connector, drain);
    }
    LastAnswers.give(connector);
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      throw new IllegalStateException("Tomcat did not stop", e);
    }
  }
}
