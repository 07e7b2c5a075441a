package io.steward.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The main class of {@code java -jar}: unpacks the WAR once into the home folder and starts {@code
 * Main}. This class is outside {@code WEB-INF/classes}, so it can use only the JDK.
 */
public final class Launcher {
  private static final String USER_HOME = "${user.home}";
  private static final String UNPACKING = "unpacking-";
  private static final List<String> LIBRARIES =
      List.of("WEB-INF/lib", "WEB-INF/lib-provided", "WEB-INF/lib-embedded");

  /** Locks held until the process ends, because other builds remove unlocked folders. */
  private static final List<FileLock> CLAIMS = new CopyOnWriteArrayList<>();

  private Launcher() {}

  public static void main(String[] args) throws Throwable {
    Path app;
    try {
      app = unpackedApp();
    } catch (IllegalArgumentException e) {
      System.err.println("steward: " + e.getMessage());
      System.exit(1);
      return;
    }
    ClassLoader loader = new URLClassLoader(classPath(app), ClassLoader.getPlatformClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    try {
      Class.forName("io.steward.cli.Main", true, loader)
          .getMethod("main", String[].class)
          .invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static Path unpackedApp() throws URISyntaxException {
    Path home = home();
    try {
      demandOwn(home, user());
      return unpack(war(), home);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cannot write to %s (%s: %s). Set STEWARD_HOME to a writable folder."
              .formatted(home, e.getClass().getSimpleName(), e.getMessage()),
          e);
    }
  }

  private static Path home() {
    String setting = System.getProperty("steward.home", System.getenv("STEWARD_HOME"));
    String userHome =
        userHome(System.getProperty("user.home", ""), System.getenv().getOrDefault("HOME", ""));
    // The settings read the property again.
    System.setProperty("user.home", userHome);
    return home(setting == null ? "" : setting.strip(), userHome);
  }

  /**
   * The user's home folder. The JDK reports "?" for a user without an account, as in many
   * containers; $HOME may still name a folder.
   */
  static String userHome(String property, String variable) {
    boolean isUsable = Path.of(property).isAbsolute() || !Path.of(variable).isAbsolute();
    return isUsable ? property : variable;
  }

  /** The number of this process's user; empty on systems that do not show it. */
  private static Optional<Object> user() throws IOException {
    Path self = Path.of("/proc/self");
    return Files.exists(self)
        ? Optional.of(Files.getAttribute(self, "unix:uid"))
        : Optional.empty();
  }

  /**
   * Refuses the home folder of another user, who could replace the programs and read the secrets in
   * it. Folders of root are accepted, because container volumes belong to root.
   */
  static void demandOwn(Path home, Optional<Object> user) throws IOException {
    if (user.isEmpty() || !Files.exists(home)) {
      return;
    }
    Object owner = Files.getAttribute(home, "unix:uid");
    if (!owner.equals(user.get()) && !owner.equals(0)) {
      throw new IllegalArgumentException(
          "The folder %s belongs to another user: set STEWARD_HOME to a folder of your own."
              .formatted(home));
    }
  }

  /**
   * The home folder.
   *
   * @param setting the text of STEWARD_HOME; empty if it is not set
   * @throws IllegalArgumentException if the folder would be created in the working folder by
   *     mistake. The settings refuse the same texts, but only after the WAR is unpacked
   */
  static Path home(String setting, String userHome) {
    // Only a shell expands ~; without a shell, a folder named ~ would be created.
    if (setting.startsWith("~")) {
      throw new IllegalArgumentException(
          "STEWARD_HOME must be written out as an absolute path, without ~.");
    }
    String text = setting.isEmpty() ? USER_HOME + "/.steward" : setting;
    if (text.contains(USER_HOME) && !Path.of(userHome).isAbsolute()) {
      throw new IllegalArgumentException(
          "This user has no home folder: set STEWARD_HOME to an absolute path.");
    }
    return Path.of(text.replace(USER_HOME, userHome)).toAbsolutePath().normalize();
  }

  private static Path war() throws URISyntaxException {
    return Path.of(Launcher.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** The folder with the unpacked WAR; created if missing. Several processes may start at once. */
  static Path unpack(Path war, Path home) throws IOException {
    Files.createDirectories(home, ownerOnly());
    String name = "app-" + Files.size(war) + "-" + Files.getLastModifiedTime(war).toMillis();
    Path app = home.resolve(name);
    while (!claim(app)) {
      Path fresh = Files.createTempDirectory(home, UNPACKING, ownerOnly());
      try {
        extract(war, fresh);
        Files.createFile(fresh.resolve("in-use"));
        Files.move(fresh, app, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        delete(fresh);
        if (!Files.isDirectory(app)) {
          throw e;
        }
      }
    }
    removeOthers(home, app);
    return app;
  }

  /** Locks the folder for this process; false if the folder does not exist (any more). */
  private static boolean claim(Path app) throws IOException {
    Path mark = app.resolve("in-use");
    if (!Files.exists(mark)) {
      return false;
    }
    FileChannel channel = FileChannel.open(mark, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      CLAIMS.add(channel.lock(0, Long.MAX_VALUE, true));
    } catch (OverlappingFileLockException e) {
      channel.close();
    }
    // Another build may have removed the folder between the check and the lock.
    return Files.exists(mark);
  }

  private static void extract(Path war, Path target) throws IOException {
    try (ZipFile zip = new ZipFile(war.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        Path file = target.resolve(entry.getName()).normalize();
        if (entry.isDirectory() || entry.getName().startsWith("io/") || !file.startsWith(target)) {
          continue;
        }
        Files.createDirectories(file.getParent());
        try (InputStream content = zip.getInputStream(entry)) {
          Files.copy(content, file);
        }
      }
    }
  }

  private static URL[] classPath(Path app) throws IOException {
    List<URL> urls = new ArrayList<>();
    urls.add(app.resolve("WEB-INF/classes").toUri().toURL());
    for (String library : LIBRARIES) {
      if (Files.isDirectory(app.resolve(library))) {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(app.resolve(library))) {
          for (Path jar : jars) {
            urls.add(jar.toUri().toURL());
          }
        }
      }
    }
    return urls.toArray(URL[]::new);
  }

  /** Removes the folders of other builds, unless a process still uses them. */
  private static void removeOthers(Path home, Path app) {
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(home, "{app-," + UNPACKING + "}*")) {
      for (Path folder : folders) {
        if (!folder.equals(app)) {
          removeUnused(folder);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Only disk space is lost; the next start tries again.
    }
  }

  private static void removeUnused(Path folder) throws IOException {
    Path mark = folder.resolve("in-use");
    // A folder that another start is unpacking is not locked yet.
    if (folder.getFileName().toString().startsWith(UNPACKING) || !Files.exists(mark)) {
      Instant modified = Files.getLastModifiedTime(folder).toInstant();
      if (modified.isBefore(Instant.now().minus(1, ChronoUnit.HOURS))) {
        delete(folder);
      }
      return;
    }
    try (FileChannel channel = FileChannel.open(mark, StandardOpenOption.WRITE);
        FileLock unused = channel.tryLock()) {
      if (unused != null) {
        Path away = folder.resolveSibling(UNPACKING + "old-" + ProcessHandle.current().pid());
        delete(Files.move(folder, away, StandardCopyOption.ATOMIC_MOVE));
      }
    } catch (OverlappingFileLockException e) {
      // Locked by this process.
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }
}
