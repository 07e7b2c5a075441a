package io.steward;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import io.steward.access.Access;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** The rules for dependencies between packages, and for the form of classes. */
@AnalyzeClasses(packages = "io.steward", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final int MOST_TYPES = 12;

  private static final Set<String> GROUND =
      Set.of(
          "access",
          "api",
          "background",
          "clock",
          "crypto",
          "file",
          "html",
          "log",
          "origin",
          "problem",
          "settings",
          "uri",
          "database");
  private static final Set<String> THINGS =
      Set.of(
          "audit",
          "credential",
          "mail",
          "node",
          "password",
          "session",
          "throttle",
          "token",
          "user");
  private static final Set<String> FLOWS =
      Set.of("admin", "doctor", "registration", "login", "account", "recovery", "oauth", "gateway");
  private static final Set<String> EDGES =
      Set.of("filter", "gate", "http", "pages", "standalone", "cli");

  /** For each package, the other packages that it may use. */
  private static final Map<String, Set<String>> TABLE =
      Map.ofEntries(
          Map.entry("access", Set.of()),
          Map.entry("origin", Set.of()),
          Map.entry("problem", Set.of()),
          Map.entry("uri", Set.of()),
          Map.entry("log", Set.of("origin")),
          Map.entry("settings", Set.of("file", "origin", "uri")),
          Map.entry("api", Set.of("problem", "uri")),
          Map.entry("crypto", Set.of()),
          Map.entry("html", Set.of("api", "crypto", "file", "problem", "settings")),
          Map.entry("background", Set.of()),
          Map.entry("clock", Set.of("problem")),
          Map.entry("file", Set.of("background", "log")),
          Map.entry("database", Set.of("background", "file", "log", "settings", "problem")),
          Map.entry("password", GROUND),
          Map.entry("audit", GROUND),
          Map.entry("throttle", union(List.of(GROUND, Set.of("audit")))),
          Map.entry("token", GROUND),
          Map.entry("mail", GROUND),
          Map.entry("user", union(List.of(GROUND, Set.of("password", "token")))),
          Map.entry("session", union(List.of(GROUND, Set.of("audit", "token", "user")))),
          Map.entry(
              "credential",
              union(
                  List.of(
                      GROUND, Set.of("audit", "mail", "password", "session", "throttle", "user")))),
          Map.entry("node", union(List.of(GROUND, THINGS))),
          Map.entry("doctor", union(List.of(GROUND, THINGS))),
          Map.entry("admin", union(List.of(GROUND, THINGS))),
          Map.entry("registration", union(List.of(GROUND, THINGS))),
          Map.entry("login", union(List.of(GROUND, THINGS))),
          Map.entry("account", union(List.of(GROUND, THINGS))),
          Map.entry("recovery", union(List.of(GROUND, THINGS))),
          Map.entry("oauth", union(List.of(GROUND, THINGS))),
          Map.entry("gateway", union(List.of(GROUND, THINGS))),
          Map.entry("filter", union(List.of(GROUND, Set.of("token")))),
          Map.entry("gate", union(List.of(GROUND, THINGS, FLOWS, Set.of("filter")))),
          Map.entry("http", union(List.of(GROUND, THINGS, FLOWS, Set.of("filter", "gate")))),
          Map.entry("pages", union(List.of(GROUND, THINGS, FLOWS))),
          Map.entry("standalone", union(List.of(GROUND, Set.of("gate")))),
          Map.entry("cli", union(List.of(GROUND, THINGS, FLOWS, EDGES))));

  private static Set<String> union(List<Set<String>> sets) {
    return sets.stream().flatMap(Set::stream).collect(Collectors.toSet());
  }

  @ArchTest
  static void every_package_is_in_the_table(JavaClasses classes) {
    Set<String> found = new TreeSet<>();
    classes.forEach(c -> found.add(room(c)));
    found.remove("");
    assertThat(found).isEqualTo(new TreeSet<>(TABLE.keySet()));
  }

  @ArchTest
  static void each_package_uses_only_the_packages_that_the_table_allows(JavaClasses classes) {
    List<String> wrong =
        classes.stream()
            .filter(c -> TABLE.containsKey(room(c)))
            .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
            .filter(d -> d.getTargetClass().getPackageName().startsWith("io.steward"))
            .filter(d -> !isAllowed(room(d.getOriginClass()), room(d.getTargetClass())))
            .map(Object::toString)
            .toList();
    assertThat(wrong).isEmpty();
  }

  private static boolean isAllowed(String from, String to) {
    return from.equals(to) || TABLE.getOrDefault(from, Set.of()).contains(to);
  }

  private static String room(JavaClass c) {
    String rest = c.getPackageName().substring("io.steward".length());
    return rest.replaceFirst("^\\.", "").replaceFirst("\\..*", "");
  }

  /** Pages and endpoints read their own bodies, and call the same flows. */
  @ArchTest
  static final ArchRule no_page_calls_an_endpoint_of_the_api =
      noClasses()
          .that()
          .resideInAPackage("io.steward.pages..")
          .should()
          .dependOnClassesThat()
          .haveSimpleNameEndingWith("Resource");

  @ArchTest
  static void no_package_has_more_than_twelve_types(JavaClasses classes) {
    Map<String, Long> sizes =
        classes.stream()
            .filter(c -> c.isTopLevelClass() && !c.getSimpleName().equals("package-info"))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
    sizes.values().removeIf(size -> size <= MOST_TYPES);
    assertThat(sizes).isEmpty();
  }

  @ArchTest
  static final ArchRule packages_have_no_dependency_cycles =
      slices().matching("io.steward.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule only_token_and_filter_use_jose4j =
      noClasses()
          .that(resideInAPackage("io.steward..").and(outside("token")).and(outside("filter")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.jose4j..");

  @ArchTest
  static final ArchRule only_uri_uses_icu =
      noClasses()
          .that(outside("uri"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.ibm.icu..");

  @ArchTest
  static final ArchRule no_domain_is_read_as_in_idna_2003 =
      noClasses().should().dependOnClassesThat().belongToAnyOf(java.net.IDN.class);

  @ArchTest
  static final ArchRule only_http_uses_jersey =
      noClasses()
          .that(outside("http"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.glassfish..");

  @ArchTest
  static final ArchRule only_the_tomcat_package_uses_tomcat =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.steward.standalone.tomcat")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.catalina..");

  @ArchTest
  static void only_database_and_repositories_call_the_entity_manager(JavaClasses classes) {
    List<String> wrong =
        classes.stream()
            .filter(c -> !room(c).equals("database"))
            .filter(c -> c.getFields().stream().noneMatch(ArchitectureTest::isEntityManager))
            .flatMap(c -> c.getMethodCallsFromSelf().stream())
            .filter(call -> call.getTargetOwner().isEquivalentTo(EntityManager.class))
            .map(Object::toString)
            .toList();
    assertThat(wrong).isEmpty();
  }

  private static boolean isEntityManager(com.tngtech.archunit.core.domain.JavaField field) {
    return field.getRawType().isEquivalentTo(EntityManager.class);
  }

  @ArchTest
  static void every_endpoint_says_who_may_call_it(JavaClasses classes) {
    for (JavaClass c : classes) {
      c.getMethods().stream()
          .filter(ArchitectureTest::isEndpoint)
          .forEach(method -> assertThatNoException().isThrownBy(() -> Access.of(method.reflect())));
    }
  }

  private static boolean isEndpoint(JavaMethod method) {
    return method.getAnnotations().stream()
        .map(JavaAnnotation::getRawType)
        .anyMatch(type -> type.isAnnotatedWith(HttpMethod.class));
  }

  @ArchTest
  static final ArchRule all_classes_except_entities_are_final =
      classes()
          .that()
          .areNotAnnotatedWith(Entity.class)
          .and()
          .areNotInterfaces()
          .and()
          .areNotAnonymousClasses()
          .and()
          .doNotHaveModifier(JavaModifier.SYNTHETIC)
          .should()
          .haveModifier(JavaModifier.FINAL);

  @ArchTest
  static final ArchRule no_class_uses_dependency_injection =
      noClasses()
          .should()
          .dependOnClassesThat(resideInAnyPackage("jakarta.inject..", "jakarta.enterprise.."));

  /** Any other thread would end at its first {@link Error}, and its work would silently stop. */
  @ArchTest
  static final ArchRule only_loops_pools_and_shutdown_hooks_create_threads =
      noClasses()
          .that(
              outside("background")
                  .and(DescribedPredicate.not(simpleNameIn("PoolThreads")))
                  .and(DescribedPredicate.not(simpleNameIn("ServeCommand", "Installation")))
                  .and(DescribedPredicate.not(simpleNameIn("QueuedOutput"))))
          .should(ArchConditions.callConstructorWhere(ofThreadOrExecutor()))
          .orShould(ArchConditions.callMethodWhere(ofExecutors()));

  @ArchTest
  static final ArchRule there_is_no_mutable_static_state =
      fields().that().areStatic().should().beFinal();

  private static DescribedPredicate<JavaClass> simpleNameIn(String... names) {
    return DescribedPredicate.describe(
        "named " + List.of(names), c -> List.of(names).contains(c.getSimpleName()));
  }

  private static DescribedPredicate<JavaConstructorCall> ofThreadOrExecutor() {
    return DescribedPredicate.describe(
        "of a thread or executor",
        call ->
            call.getTargetOwner().isAssignableTo(Thread.class)
                || call.getTargetOwner().isAssignableTo(Executor.class)
                || call.getTargetOwner().isEquivalentTo(Timer.class));
  }

  private static DescribedPredicate<JavaMethodCall> ofExecutors() {
    return DescribedPredicate.describe(
        "of Executors", call -> call.getTargetOwner().isEquivalentTo(Executors.class));
  }

  private static DescribedPredicate<JavaClass> outside(String room) {
    return DescribedPredicate.describe("outside " + room, c -> !room(c).equals(room));
  }
}
