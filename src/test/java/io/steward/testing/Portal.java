package io.steward.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The sample portal of {@code deploy/portal}, as packed by the build. */
public final class Portal {
  /** The listener's declaration in web.xml. */
  public static final String LISTENER =
      """
      <listener>
          <listener-class>io.steward.filter.StewardListener</listener-class>
        </listener>

        <filter>
          <filter-name>steward</filter-name>
          <filter-class>io.steward.filter.StewardFilter</filter-class>
          <async-supported>true</async-supported>
      """;

  /** A filter with an unknown init-param, and no listener. */
  public static final String BAD_AND_NO_LISTENER =
      """
      <filter>
          <filter-name>steward</filter-name>
          <filter-class>io.steward.filter.StewardFilter</filter-class>
          <async-supported>true</async-supported>
          <init-param><param-name>publik</param-name><param-value>/*</param-value></init-param>
      """;

  private static final Path WAR = Path.of("deploy/portal/target/portal.war").toAbsolutePath();

  private final TestClients clients;
  private final Path secret;

  /** Creates its client secret in that folder. */
  public Portal(Path folder) {
    this.clients = new TestClients(folder.resolve("clients"));
    this.secret = folder.resolve("portal.secret");
    try {
      Files.writeString(secret, clients.add("portal") + "\n");
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The clients file that Steward needs to recognise the portal. */
  public TestClients clients() {
    return clients;
  }

  /** The settings of a Steward that lets people into the portal. */
  public Map<String, String> settings() {
    Path rules = Folders.fresh("portal-rules").resolve("rules.txt");
    try {
      Files.writeString(rules, "* / authenticated\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> all = new HashMap<>(PortalCookies.settings(rules));
    all.putAll(clients.setting());
    return all;
  }

  /** The filter's init-params for revocations, from web.xml. */
  public static String feed() {
    String descriptor = descriptor();
    int start =
        descriptor.lastIndexOf("<init-param>", descriptor.indexOf("<param-name>revocations.url"));
    return descriptor.substring(start, descriptor.indexOf("  </filter>", start));
  }

  /** The comment in web.xml with the init-params for people. */
  private static String people() {
    String descriptor = descriptor();
    int start = descriptor.indexOf("<!-- To let people in");
    return descriptor.substring(start, descriptor.indexOf("-->", start) + "-->".length());
  }

  private static String peopleEnabled() {
    return people().replaceFirst("<!--.*\n", "").replace("-->", "");
  }

  private static String descriptor() {
    try {
      return Files.readString(Path.of("deploy/portal/src/main/webapp/WEB-INF/web.xml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a library from a packed WAR. */
  public static Path without(String library, Path war) {
    try (FileSystem files = FileSystems.newFileSystem(war);
        Stream<Path> libraries = Files.list(files.getPath("WEB-INF/lib"))) {
      for (Path file : libraries.toList()) {
        if (file.getFileName().toString().startsWith(library)) {
          Files.delete(file);
        }
      }
      return war;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies the packed WAR, set up for that Steward and for people with browsers. */
  public Path warForPeople(Path file, String stewardUrl) {
    return war(file, stewardUrl, people(), peopleEnabled());
  }

  /** Copies the packed WAR, set up for that Steward, with one text of web.xml replaced. */
  public Path war(Path file, String stewardUrl, String text, String replacement) {
    try {
      Files.copy(WAR, file);
      try (FileSystem files = FileSystems.newFileSystem(file)) {
        Path descriptor = files.getPath("WEB-INF/web.xml");
        String before = Files.readString(descriptor);
        if (!before.contains(text)) {
          throw new AssertionError(text);
        }
        Files.writeString(
            descriptor,
            before
                .replace(text, replacement)
                .replace("http://127.0.0.1:8080", stewardUrl)
                .replace("/etc/portal/steward.secret", secret.toString()));
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
