package io.steward.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.steward.access.Administrative;
import io.steward.testing.Caller;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import io.steward.testing.mail.SmtpServer;
import io.steward.testing.openapi.OpenApi;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks through all rows of the published matrix: each kind of caller for each kind of subject. */
final class AdministrationMatrixIT {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private static TestDatabase database;
  private static TestServer server;
  private static Caller calls;

  /** The subjects of a row, in the order of its statuses. */
  private enum Relation {
    OWN,
    LESSER,
    EQUAL,
    GREATER
  }

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    // The mail server need not run: invitations wait in the outbox.
    server = TestServer.start(database, SmtpServer.settings(1));
    calls = new Caller(server);
    // A second superuser, so that no request is refused for removing the last one.
    Visitor.arrive(database, calls).set("is_superuser = true, is_staff = true");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static List<MatrixRow> rows() {
    return MatrixRow.all();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void only_staff_with_the_permission_may_call(MatrixRow row) {
    Visitor nobody = Visitor.arrive(database, calls);
    assertThat(
            calls.json(row.method(), path(row, nobody, ""), Map.of(), body(row, nobody)).status())
        .isEqualTo(401);
    Visitor user = Visitor.arrive(database, calls);
    give(user, row.permission());
    assertThat(status(row, user, nobody)).isEqualTo(403);
    if (!row.permission().isEmpty()) {
      Visitor without = Visitor.arrive(database, calls);
      without.set("is_staff = true");
      give(without, another(row.permission()));
      assertThat(status(row, without, nobody)).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void staff_with_the_permission_may_call_for_subjects_with_no_more_rights(MatrixRow row) {
    for (int i = 0; i < row.staff().size(); i++) {
      Visitor staff = Visitor.arrive(database, calls);
      staff.set("is_staff = true");
      give(staff, row.permission());
      give(staff, row.further());
      Visitor subject = subject(Relation.values()[i], staff, row.permission());
      assertThat(status(row, staff, subject))
          .as("%s %s for %s", row.method(), row.path(), Relation.values()[i])
          .isEqualTo(row.staff().get(i));
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void a_superuser_may_call_for_any_other_subject(MatrixRow row) {
    for (int i = 0; i < row.superuser().size(); i++) {
      Visitor superuser = Visitor.arrive(database, calls);
      superuser.set("is_staff = true, is_superuser = true");
      Visitor other = Visitor.arrive(database, calls);
      other.set("is_staff = true, is_superuser = true");
      assertThat(status(row, superuser, i == 0 ? superuser : other))
          .as("%s %s for %s subject", row.method(), row.path(), i == 0 ? "own" : "another")
          .isEqualTo(row.superuser().get(i));
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void staff_may_not_call_for_a_superuser(MatrixRow row) {
    if (row.subject() == MatrixRow.Subject.USER || row.subject() == MatrixRow.Subject.SESSION) {
      Visitor staff = Visitor.arrive(database, calls);
      staff.set("is_staff = true");
      give(staff, row.permission());
      Visitor superuser = Visitor.arrive(database, calls);
      superuser.set("is_superuser = true");
      assertThat(status(row, staff, superuser)).isEqualTo(row.staff().get(3));
    }
  }

  private static Visitor subject(Relation relation, Visitor caller, String permission) {
    if (relation == Relation.OWN) {
      return caller;
    }
    Visitor subject = Visitor.arrive(database, calls);
    if (relation != Relation.LESSER) {
      give(subject, permission);
    }
    if (relation == Relation.GREATER) {
      give(subject, another(permission));
    }
    return subject;
  }

  private static String another(String permission) {
    return permission.equals("audit.view_audit") ? "auth.view_group" : "audit.view_audit";
  }

  private static void give(Visitor user, String permission) {
    database.execute(
        "insert into user_permissions select %s, id from permissions where code = '%s'"
            .formatted(user.id(), permission));
  }

  private static int status(MatrixRow row, Visitor caller, Visitor subject) {
    String session = row.subject() == MatrixRow.Subject.SESSION ? subject.logIn().sessionId() : "";
    Visitor.Pair pair = caller.logIn();
    String text = new String(body(row, subject), UTF_8);
    return caller.as(pair, row.method(), path(row, subject, session), text).status();
  }

  private static byte[] body(MatrixRow row, Visitor subject) {
    return row.body()
        .replace("{name}", "matrix" + NAMES.incrementAndGet())
        .replace("{subject}", subject.id())
        .replace("{email}", subject.email())
        .getBytes(UTF_8);
  }

  private static String path(MatrixRow row, Visitor subject, String session) {
    String id =
        switch (row.subject()) {
          case NOTHING -> "";
          case USER -> subject.id();
          case SESSION -> session.isEmpty() ? "unknown" : session;
          case GROUP -> group(subject);
          case PERMISSION -> permission();
          case INVITATION -> invitation();
        };
    return "/admin/api/" + row.path().replace("{id}", id);
  }

  /** A group with the permissions of the subject, and the subject as its member. */
  private static String group(Visitor subject) {
    String name = "matrix" + NAMES.incrementAndGet();
    subject.join(name);
    database.execute(
        ("insert into group_permissions select g.id, h.permission_id from groups g,"
                + " user_permissions h where g.name = '%s' and h.user_id = %s")
            .formatted(name, subject.id()));
    return database.query("select id from groups where name = '" + name + "'").get(0);
  }

  private static String invitation() {
    String insert =
        "insert into invitations (email, expires_at) values"
            + " ('guest%s@matrix.example', now() + interval '1 day') returning id";
    return database.query(insert.formatted(NAMES.incrementAndGet())).get(0);
  }

  private static String permission() {
    String insert =
        "insert into permissions (code, name) values ('matrix.unused%s', 'Unused') returning id";
    return database.query(insert.formatted(NAMES.incrementAndGet())).get(0);
  }

  @Test
  void every_endpoint_of_the_administration_is_in_the_matrix() {
    List<String> declared =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.steward")
                .stream()
                .filter(type -> type.isAnnotatedWith(Path.class))
                .flatMap(AdministrationMatrixIT::endpoints)
                .distinct()
                .sorted()
                .toList();
    assertThat(
            rows().stream()
                .map(row -> row.method() + " " + row.path() + " " + row.permission())
                .sorted())
        .isEqualTo(declared);
  }

  private static Stream<String> endpoints(JavaClass type) {
    String path = type.getAnnotationOfType(Path.class).value();
    return type.getMethods().stream()
        .filter(method -> method.isAnnotatedWith(Administrative.class))
        .filter(method -> !method.isAnnotatedWith(OPTIONS.class))
        .map(
            method ->
                verb(method)
                    + " "
                    + path.substring("admin/api/".length())
                    + "/ "
                    + method.getAnnotationOfType(Administrative.class).value());
  }

  private static String verb(JavaMethod method) {
    return method.getAnnotations().stream()
        .filter(found -> found.getRawType().isAnnotatedWith(HttpMethod.class))
        .map(found -> found.getRawType().getSimpleName())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void options_names_what_an_endpoint_reads_as_the_openapi_file_does() {
    Visitor user = Visitor.arrive(database, calls);
    Visitor.Pair reader = user.logIn();
    Visitor staff = Visitor.arrive(database, calls);
    staff.set("is_staff = true");
    Visitor.Pair pair = staff.logIn();
    for (String path : rows().stream().map(MatrixRow::path).distinct().toList()) {
      String sent = "/admin/api/" + path.replace("{id}", "1");
      assertThat(calls.json("OPTIONS", sent, Map.of(), new byte[0]).status()).isEqualTo(401);
      assertThat(user.as(reader, "OPTIONS", sent, "").status()).isEqualTo(403);
      assertThat(described(staff.as(pair, "OPTIONS", sent, "").assertStatus(200).json()))
          .as(path)
          .isEqualTo(OpenApi.steward().reads("/admin/api/" + path));
    }
  }

  private static Map<String, Map<String, List<Object>>> described(Map<String, Object> answer) {
    Map<String, Map<String, List<Object>>> described = new TreeMap<>();
    if (answer.get("actions") instanceof Map<?, ?> actions) {
      actions.forEach(
          (method, fields) -> {
            Map<String, List<Object>> limits = new TreeMap<>();
            ((Map<?, ?>) fields)
                .forEach((name, field) -> limits.put((String) name, limits((Map<?, ?>) field)));
            described.put((String) method, limits);
          });
    }
    return described;
  }

  private static List<Object> limits(Map<?, ?> field) {
    List<Object> limits = new ArrayList<>();
    limits.add(Objects.requireNonNull(field.get("required")));
    for (String name : List.of("max_length", "min_value", "max_value")) {
      limits.add(field.get(name) instanceof Number number ? number.intValue() : "");
    }
    return limits;
  }

  @Test
  void the_guide_contains_the_matrix() throws IOException {
    assertThat(Files.readString(java.nio.file.Path.of("deploy/administration.md")))
        .contains(MatrixRow.table());
  }
}
