package io.steward.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Ways in which a web.xml can silently disable a filter that is declared by annotation. */
public enum LostFilter {
  /** No annotation is read, so no part of Steward is deployed. */
  METADATA_COMPLETE(" metadata-complete=\"true\"", ""),
  /** No annotation is read, but web.xml declares the listener that mounts the resources. */
  METADATA_COMPLETE_WITH_LISTENER(
      " metadata-complete=\"true\"",
      """
      <listener><listener-class>io.steward.Bootstrap</listener-class></listener>
      """),
  /** The same web.xml without an ordering, so that the libraries' own initializers run. */
  METADATA_COMPLETE_UNORDERED(
      " metadata-complete=\"true\"",
      """
      <listener><listener-class>io.steward.Bootstrap</listener-class></listener>
      <!-- unordered -->
      """),
  /** A second mapping: Tomcat adds it to the annotation's mapping, Payara uses it instead. */
  MAPPED_ELSEWHERE(
      "",
      """
      <filter-mapping>
        <filter-name>io.steward.gate.GateFilter</filter-name>
        <url-pattern>/elsewhere/*</url-pattern>
      </filter-mapping>
      """),
  /** The classes are in a jar, and the ordering in web.xml excludes that jar. */
  IN_A_JAR_LEFT_OUT(
      "",
      """
      <listener><listener-class>io.steward.Bootstrap</listener-class></listener>
      """);

  private static final String CREDENTIALS =
      "{\"email\":\"shut@example.com\",\"password\":\"korrekt Pferd Batterie\"}";

  private final String attribute;
  private final String elements;

  LostFilter(String attribute, String elements) {
    this.attribute = attribute;
    this.elements = elements;
  }

  /** The WAR's file name without its extension, and so the name of its context path. */
  public String contextName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Makes a copy of the WAR with this change. */
  public Path war(Path folder) {
    try {
      Path copy = Files.copy(Folders.WAR, folder.resolve(contextName() + ".war"));
      try (FileSystem files = FileSystems.newFileSystem(copy)) {
        Files.writeString(files.getPath("WEB-INF/web.xml"), descriptor());
        if (this == IN_A_JAR_LEFT_OUT) {
          packClasses(files.getPath("/WEB-INF"));
        }
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String descriptor() {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <web-app version="6.0" xmlns="https://jakarta.ee/xml/ns/jakartaee"%s>
    %s%s</web-app>
    """
        .formatted(
            attribute, elements.contains("unordered") ? "" : "<absolute-ordering/>\n", elements);
  }

  private static void packClasses(Path webInf) throws IOException {
    Path classes = webInf.resolve("classes");
    List<Path> files;
    try (Stream<Path> found = Files.walk(classes)) {
      files = found.sorted(Comparator.reverseOrder()).toList();
    }
    try (OutputStream out = Files.newOutputStream(webInf.resolve("lib/steward-classes.jar"));
        JarOutputStream jar = new JarOutputStream(out)) {
      for (Path file : files) {
        if (Files.isRegularFile(file)) {
          jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
          Files.copy(file, jar);
        }
      }
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }

  /** A valid token from a server whose filter is in place and whose secret is the same. */
  public static String bearer(Http whole) {
    whole.post("/user/create/", CREDENTIALS);
    return "Bearer " + whole.post("/user/obtain_token/", CREDENTIALS).is(200).member("token");
  }

  /** No protected path answers a request without a token. */
  public static void assertShut(Http http) {
    for (String method : List.of("GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "POST")) {
      for (String path : List.of("/user/update/", "/user/update", "/user/update/;x")) {
        ServerAnswer answer =
            http.json(method, path, "{\"first_name\":\"M\",\"current_password\":\"x\"}");
        // Where no resource is mounted, the container itself answers OPTIONS, for static files.
        boolean ofFiles = method.equals("OPTIONS") && answer.body().isEmpty();
        assertThat(answer.status()).as(method + " " + path).isBetween(ofFiles ? 200 : 400, 599);
        answer.tellsNothing();
      }
    }
  }

  /** Asks as nginx does, for a request with this Authorization header. */
  public static ServerAnswer askAsProxy(Http http, String bearer) {
    return http.get(
        "/authz/nginx",
        "X-Original-Method",
        "GET",
        "X-Original-URI",
        "/api",
        "Authorization",
        bearer);
  }

  /** No resource answers any request. */
  public void assertDead(Http http, String bearer) {
    assertShut(http);
    http.json("PATCH", "/user/update/", "{\"first_name\":\"Mallory\"}", "Authorization", bearer)
        .tellsNothing();
    assertThat(askAsProxy(http, bearer).tellsNothing().status()).isBetween(400, 599);
    for (String path :
        List.of("/user/update/", "/health/live", "/health/ready", "/application.wadl")) {
      ServerAnswer answer = http.get(path, "Authorization", bearer).tellsNothing();
      assertThat(answer.status()).as(path).isBetween(400, 599);
    }
    // Jersey answers OPTIONS by itself; the container does so for static files.
    ServerAnswer options = http.send("OPTIONS", "/health/live", "", "Authorization", bearer);
    if (this != METADATA_COMPLETE) {
      assertThat(options.status()).isBetween(400, 599);
    }
    for (String path :
        List.of("/user/create/", "/user/obtain_token/", "/user/verify_token/", "/user/update/")) {
      ServerAnswer answer = http.post(path, CREDENTIALS, "Authorization", bearer).tellsNothing();
      assertThat(answer.status()).as(path).isBetween(400, 599);
    }
  }
}
