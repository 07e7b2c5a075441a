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

/** The ways in which a descriptor makes an annotated filter disappear without a word. */
public enum LostFilter {
  /** No annotation is read: nothing of Steward is there. */
  METADATA_COMPLETE(" metadata-complete=\"true\"", ""),
  /** No annotation is read, and the listener that mounts the resources is declared. */
  METADATA_COMPLETE_WITH_LISTENER(
      " metadata-complete=\"true\"",
      """
      <listener><listener-class>io.steward.Bootstrap</listener-class></listener>
      """),
  /** The same without an ordering, so that what the libraries bring is run. */
  METADATA_COMPLETE_UNORDERED(
      " metadata-complete=\"true\"",
      """
      <listener><listener-class>io.steward.Bootstrap</listener-class></listener>
      <!-- unordered -->
      """),
  /** A second mapping: Tomcat adds it to the annotation's, Payara takes it instead. */
  MAPPED_ELSEWHERE(
      "",
      """
      <filter-mapping>
        <filter-name>io.steward.gate.AccessTokenFilter</filter-name>
        <url-pattern>/elsewhere/*</url-pattern>
      </filter-mapping>
      """),
  /** The classes in a jar of a WAR whose ordering leaves that jar out. */
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

  /** The name of the file without its ending, and so of the context. */
  public String contextName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Makes a copy of the WAR that is changed in this way. */
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

  /** A good token from a server that has its filter, with the same secret. */
  public static String bearer(Http whole) {
    whole.post("/user/create/", CREDENTIALS);
    return "Bearer " + whole.post("/user/obtain_token/", CREDENTIALS).is(200).member("token");
  }

  /** Nothing protected answers without a token. */
  public static void assertShut(Http http) {
    for (String method : List.of("GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "POST")) {
      for (String path : List.of("/user/update/", "/user/update", "/user/update/;x")) {
        ServerAnswer answer =
            http.json(method, path, "{\"first_name\":\"M\",\"current_password\":\"x\"}");
        // Where nothing is mounted, the container says what may be done with files.
        boolean ofFiles = method.equals("OPTIONS") && answer.body().isEmpty();
        assertThat(answer.status()).as(method + " " + path).isBetween(ofFiles ? 200 : 400, 599);
        answer.tellsNothing();
      }
    }
  }

  /** As nginx does, for a request that a good token opens. */
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
    // Jersey answers this by itself; where it is not mounted, the container does, for its files.
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
