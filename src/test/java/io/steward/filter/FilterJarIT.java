package io.steward.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jose4j.jws.JsonWebSignature;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** The jar for other web applications. */
final class FilterJarIT {
  private static final Path JAR = jar();
  private static final String MODULE = "io.steward.filter";

  private static Path jar() {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files
          .filter(
              file ->
                  file.getFileName()
                      .toString()
                      .matches("steward-filter-[0-9](?!.*-(sources|javadoc)).*\\.jar"))
          .collect(Collectors.collectingAndThen(Collectors.toList(), jars -> jars.get(0)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> classesInside() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      return jar.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.endsWith(".class"))
          .map(name -> name.replace(".class", "").replace('/', '.'))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** The classes of the filter's package, and every class of Steward that a needed class uses. */
  private static Set<String> needed() throws MalformedURLException {
    // Without the classes of the JDK and of the libraries, which take most of the time.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    JavaClasses all = new ClassFileImporter().importUrl(place(StewardFilter.class));
    Set<String> needed = new TreeSet<>();
    Deque<JavaClass> next = new ArrayDeque<>();
    all.stream().filter(type -> type.getPackageName().equals(MODULE)).forEach(next::push);
    while (!next.isEmpty()) {
      JavaClass one = next.pop();
      if (one.getPackageName().startsWith("io.steward") && needed.add(one.getName())) {
        one.getDirectDependenciesFromSelf().stream()
            .map(use -> use.getTargetClass().getBaseComponentType())
            .forEach(next::push);
      }
    }
    needed.removeIf(name -> name.endsWith("package-info"));
    return needed;
  }

  private static Set<String> packages(Set<String> classes) {
    return classes.stream()
        .map(name -> name.substring(0, name.lastIndexOf('.')))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** To mend a failure, move classes that only Steward needs into a package of their own. */
  @Test
  void the_filter_jar_holds_whole_packages_in_which_the_filter_needs_every_class()
      throws IOException {
    assertThat(packages(classesInside())).isEqualTo(packages(needed()));
    assertThat(classesInside()).isEqualTo(needed());
  }

  private static URL place(Class<?> type) throws MalformedURLException {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }

  /** The class path has only the JDK, jose4j, jose4j's logging API and the servlet API. */
  @Test
  void every_class_of_the_filter_jar_links_with_only_jose4j_and_the_servlet_api() throws Exception {
    URL[] path = {
      JAR.toUri().toURL(), place(JsonWebSignature.class), place(Logger.class), place(Filter.class)
    };
    try (URLClassLoader alone = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
      for (String name : classesInside()) {
        Class<?> loaded = Class.forName(name, true, alone);
        // This loads all types in the signatures of the methods.
        assertThat(loaded.getDeclaredMethods()).isNotNull();
        assertThat(loaded.getDeclaredFields()).isNotNull();
      }
    }
  }

  private static Path beside(String classifier) {
    return Path.of(JAR.toString().replace(".jar", "-" + classifier + ".jar"));
  }

  private static Set<String> namesInside(Path file, String ending) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      return jar.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.endsWith(ending) && !name.endsWith("package-info.java"))
          .map(name -> name.replace(ending, "").replace('/', '.'))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void the_sources_jar_holds_the_source_of_every_class() throws IOException {
    Set<String> classes = classesInside();
    classes.removeIf(name -> name.contains("$"));
    assertThat(namesInside(beside("sources"), ".java")).isEqualTo(classes);
  }

  /** The profile {@code filter-javadoc} builds this jar. */
  @Test
  void the_javadoc_jar_describes_the_public_classes() throws IOException {
    Assumptions.assumeTrue(Files.exists(beside("javadoc")), "not built");
    assertThat(namesInside(beside("javadoc"), ".html"))
        .contains("index", MODULE + ".StewardFilter", MODULE + ".StewardListener");
  }

  @Test
  void the_sample_portal_depends_on_this_version_of_the_filter_jar() throws IOException {
    String version = JAR.getFileName().toString().replaceAll("steward-filter-(.*)\\.jar", "$1");
    assertThat(Path.of("deploy/portal/pom.xml"))
        .content()
        .containsSubsequence(
            "<artifactId>steward-filter</artifactId>", "<version>" + version + "</version>");
  }

  @Test
  void the_filter_jar_is_small_and_has_a_manifest() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
          .isEqualTo(MODULE);
      assertThat(jar.getEntry("META-INF/maven/io.steward/steward-filter/pom.xml")).isNotNull();
    }
    assertThat(Files.size(JAR)).isLessThan(205_000);
  }
}
