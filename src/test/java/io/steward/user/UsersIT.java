package io.steward.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.steward.database.Database;
import io.steward.password.PasswordHash;
import io.steward.password.Passwords;
import io.steward.problem.ProblemException;
import io.steward.testing.Crowd;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.TestTokens;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UsersIT {
  private static final PasswordHash HASH = new PasswordHash("hash");
  private static final Instant NOW = Instant.parse("2026-11-24T03:43:11.123456789Z");
  private static final Name ADA = new Name("Ada", "Lovelace");

  private final TestDatabase postgres = TestDatabase.create();

  @AutoClose
  private final Database database =
      new Database(TestServer.settings(postgres.url(), Map.of()).database());

  @BeforeAll
  void connect() {
    database.server().migrate();
    database.connect();
  }

  private static EmailAddress address(String text) {
    return EmailAddress.parse(text).orElseThrow();
  }

  private User add(User user) {
    return database.inTransaction(
        em -> {
          new Users(em).add(user);
          return user;
        });
  }

  private User found(long id) {
    return database.read(
        em -> {
          User user = new Users(em).byId(id).orElseThrow();
          // Loads the groups while the connection is open.
          user.groups();
          return user;
        });
  }

  private Permissions permissions() {
    Permissions permissions = new Permissions(Duration.ofHours(1));
    try (Connection connection = database.server().connection()) {
      permissions.read(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return permissions;
  }

  /** The columns {@code is_staff} and {@code is_superuser}. */
  private List<String> flags(User user) {
    return postgres.query(
        "select cast((is_staff, is_superuser) as text) from users where id = " + user.id());
  }

  @Test
  void a_stored_user_is_read_unchanged() {
    User made = add(User.create(address("ada@golden.example"), ADA, HASH, NOW));
    User found = found(made.id());
    assertThat(UserView.of(found)).isEqualTo(UserView.of(made));
    assertThat(found.password()).isEqualTo(HASH);
    assertThat(found.isActive()).isTrue();
    assertThat(flags(made)).containsExactly("(f,f)");
    assertThat(found.lastLogin()).isEmpty();
  }

  @Test
  void a_superuser_is_staff_and_has_every_permission() {
    User made = add(superuser(address("root@golden.example")));
    assertThat(flags(made)).containsExactly("(t,t)");
    assertThat(permissions().has(TestTokens.of(made.id(), Set.of()), "users.of_whatever_name"))
        .isTrue();
  }

  @Test
  void the_database_refuses_an_email_address_that_is_already_in_use() {
    add(User.create(address("Taken@golden.example"), ADA, HASH, NOW));
    User second = User.create(address("tAKEN@Golden.Example"), ADA, HASH, NOW);
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> add(second))
        .satisfies(
            refusal ->
                assertThat(refusal.body("id"))
                    .containsEntry("email", List.of("user with this email already exists.")));
  }

  @Test
  void an_address_is_found_regardless_of_case() {
    User made = add(User.create(address("Find.Me@golden.example"), ADA, HASH, NOW));
    String other = "fIND.mE@GOLDEN.example";
    Optional<User> found = database.read(em -> new Users(em).byEmail(other));
    assertThat(found).map(User::id).contains(made.id());
  }

  private long insert(String email) {
    String id =
        postgres
            .query(
                "insert into users (email, password) values ('%s', 'x') returning id"
                    .formatted(email))
            .get(0);
    return Long.parseLong(id);
  }

  private Optional<Long> idOf(String typed) {
    return database.read(em -> new Users(em).byEmail(typed)).map(User::id);
  }

  private void assertTaken(String typed) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> add(User.create(address(typed.strip()), ADA, HASH, NOW)))
        .satisfies(refusal -> assertThat(refusal.body("id")).containsKey("email"));
  }

  private void read() {
    try (Connection connection = database.server().connection()) {
      StoredAddresses.read(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "p@xn--mnchen-3ya.example, P@MÜNCHEN.example",
    "q@EXÄMPLE.example, q@exämple.example",
    "r@XN--STRAE-OQA.de, r@straße.de",
    "s@exa\u0308mple.example, s@exämple.example",
    "t@exämple\u3002example, t@xn--exmple-cua.example",
    "u@ｅxample.example, u@example.example",
    "V@Example.EXAMPLE, v@example.example",
    "'w@exämple.example ', w@exämple.example",
  })
  void an_address_stored_by_another_program_is_found_and_taken_in_every_spelling(
      String stored, String canonical) {
    long id = insert(stored);
    assertThat(idOf(stored)).contains(id);
    assertThat(idOf(canonical)).contains(id);
    assertTaken(canonical);
    assertTaken(stored);
    read();
    assertThat(idOf(stored)).contains(id);
    assertThat(idOf(canonical)).contains(id);
    assertTaken(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x@xn--mnchen.example", "x@sub_domain.example", "\u00fc@golden.example", "X Y"})
  void a_stored_text_that_is_no_valid_address_is_found_as_it_stands(String stored) {
    long id = insert(stored);
    assertThat(idOf(stored)).contains(id);
    read();
    assertThat(idOf(stored)).contains(id);
    assertThat(idOf("y" + stored)).isEmpty();
  }

  @Test
  void more_twins_than_fit_into_one_batch_are_read() {
    for (String domain : List.of("xn--mny-twins-v2a.example", "mäny-twins.example")) {
      postgres.execute(
          "insert into users (email, password) select n || '@%s', 'x' from generate_series(1, 450) n"
              .formatted(domain));
    }
    read();
    postgres.execute("delete from users where email like '%@xn--mny-twins-v2a.example'");
    read();
    assertThat(
            postgres.query(
                "select 1 from users where email like '%@mäny-twins.example'"
                    + " and canonical_email <> email"))
        .isEmpty();
  }

  @Test
  void a_check_that_does_not_read_all_addresses_says_so() throws SQLException {
    insert("one@CUT.example");
    insert("two@CUT.example");
    try (Connection connection = database.server().connection()) {
      assertThat(StoredAddresses.faults(connection, 1).get(0))
          .startsWith("only the first 1 that may have another spelling were checked, up to user ");
      assertThat(StoredAddresses.faults(connection))
          .noneMatch(fault -> fault.startsWith("only the first"));
    }
  }

  @Test
  void twins_are_found_by_their_own_spelling() {
    long ascii = insert("twin@xn--mnchen-3ya.example");
    long unicode = insert("twin@münchen.example");
    for (int i = 0; i < 2; i++) {
      assertThat(idOf("twin@xn--mnchen-3ya.example")).contains(ascii);
      assertThat(idOf("twin@münchen.example")).contains(unicode);
      assertTaken("twin@münchen.example");
      read();
    }
  }

  @Test
  void a_twin_that_is_alone_again_has_every_spelling() {
    long unicode = insert("alone@münchen.example");
    long ascii = insert("alone@xn--mnchen-3ya.example");
    read();
    postgres.execute("delete from users where id = " + unicode);
    read();
    assertThat(idOf("alone@münchen.example")).contains(ascii);
    assertTaken("alone@münchen.example");
  }

  @Test
  void spellings_registered_at_the_same_time_become_one_account() throws Exception {
    List<Boolean> added =
        Crowd.call(
            Stream.of("at.once@münchen.example", "At.Once@XN--MNCHEN-3YA.example")
                .map(text -> (Callable<Boolean>) () -> isAdded(text))
                .toList());
    assertThat(added).containsExactlyInAnyOrder(true, false);
  }

  private boolean isAdded(String email) {
    try {
      add(User.create(address(email), ADA, HASH, NOW));
      return true;
    } catch (ProblemException e) {
      return false;
    }
  }

  @Test
  void an_address_that_another_program_changes_is_read_again() {
    long id = add(User.create(address("before@münchen.example"), ADA, HASH, NOW)).id();
    postgres.execute("update users set email = 'after@xn--mnchen-3ya.example' where id = " + id);
    assertThat(idOf("before@münchen.example")).isEmpty();
    assertThat(idOf("after@münchen.example")).contains(id);
    assertTaken("after@münchen.example");
    add(User.create(address("before@münchen.example"), ADA, HASH, NOW));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000b@golden.example", "\ud800@golden.example", ""})
  void a_text_that_cannot_be_stored_is_not_found(String typed) {
    assertThat(idOf(typed)).isEmpty();
  }

  @Test
  void an_id_that_another_program_stored_is_skipped() {
    long last = add(User.create(address("last@golden.example"), ADA, HASH, NOW)).id();
    postgres.execute(
        "insert into users (id, email, password) overriding system value"
            + " select %s + n, 'ahead' || n || '@golden.example', 'x' from generate_series(1, 9) n"
                .formatted(last));
    assertTaken("ahead3@golden.example");
    User next = add(User.create(address("next@golden.example"), ADA, HASH, NOW));
    assertThat(next.id()).isGreaterThan(last + 9);
  }

  @Test
  void only_the_index_of_addresses_says_that_an_address_is_taken() {
    postgres.execute(
        "create unique index users_email_key2 on users (first_name)"
            + " where first_name like 'Once%'");
    Name once = new Name("Once users_email_key", "");
    add(User.create(address("once@golden.example"), once, HASH, NOW));
    assertThat(
            catchThrowable(() -> add(User.create(address("two@golden.example"), once, HASH, NOW))))
        .isInstanceOf(PersistenceException.class);
  }

  @Test
  void a_permission_comes_from_the_user_or_from_a_group() {
    User made = add(User.create(address("perm@golden.example"), ADA, HASH, NOW));
    postgres.execute("insert into groups (name) values ('editors')");
    postgres.execute(
        "insert into group_permissions select g.id, p.id from groups g, permissions p"
            + " where g.name = 'editors' and p.code = 'users.change_user'");
    postgres.execute(
        "insert into user_groups select " + made.id() + ", id from groups where name = 'editors'");
    postgres.execute(
        "insert into user_permissions select "
            + made.id()
            + ", id from permissions where code = 'users.view_user'");
    User found = found(made.id());
    assertThat(found.groups()).containsExactly("editors");
    assertPermissions(found, "users.change_user", "users.view_user");
    database.inTransaction(
        em -> {
          new Users(em).byId(made.id()).orElseThrow().deactivate(null);
          return made;
        });
    assertThat(permissions().has(TestTokens.of(made.id(), Set.of()), "users.view_user")).isFalse();
  }

  private void assertPermissions(User user, String... codes) {
    Permissions known = permissions();
    assertThat(postgres.query("select code from permissions"))
        .filteredOn(code -> known.has(TestTokens.of(user.id(), user.groups()), code))
        .containsExactlyInAnyOrder(codes);
  }

  @Test
  void permissions_on_users_groups_sessions_and_the_audit_exist() {
    assertThat(postgres.query("select code from permissions order by id"))
        .containsExactly(
            "users.add_user",
            "users.change_user",
            "users.delete_user",
            "users.view_user",
            "auth.add_group",
            "auth.change_group",
            "auth.delete_group",
            "auth.view_group",
            "auth.add_permission",
            "auth.delete_permission",
            "auth.view_permission",
            "users.view_session",
            "users.delete_session",
            "audit.view_audit",
            "users.invite_user",
            "mail.view_mail");
  }

  @Test
  void an_update_writes_only_the_changed_columns() {
    User made = add(User.create(address("narrow@golden.example"), ADA, HASH, NOW));
    database.inTransaction(
        em -> {
          User user = new Users(em).byId(made.id()).orElseThrow();
          // Another transaction changes the row between our read and our write.
          postgres.execute("update users set is_staff = true where id = " + made.id());
          user.rename(new Name("Augusta", "Lovelace"));
          return user;
        });
    User found = found(made.id());
    assertThat(found.name().first()).isEqualTo("Augusta");
    assertThat(flags(made)).containsExactly("(t,f)");
  }

  @Test
  void deleting_a_user_removes_the_memberships_and_never_reuses_the_id() {
    User made = add(User.create(address("gone@golden.example"), ADA, HASH, NOW));
    postgres.execute("insert into groups (name) values ('leavers')");
    postgres.execute(
        "insert into user_groups select " + made.id() + ", id from groups where name = 'leavers'");
    database.inTransaction(
        em -> {
          Users users = new Users(em);
          users.remove(users.byId(made.id()).orElseThrow());
          return made;
        });
    assertThat(postgres.query("select user_id from user_groups where user_id = " + made.id()))
        .isEmpty();
    assertThat(add(User.create(address("gone@golden.example"), ADA, HASH, NOW)).id())
        .isGreaterThan(made.id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update users set email = null where password = 'secret-hash' returning id",
        "select email, password from users where password = 'secret-hash'"
      })
  void a_failure_does_not_quote_the_row(String sql) {
    add(User.create(address("quoted@golden.example"), ADA, new PasswordHash("secret-hash"), NOW));
    Throwable failure =
        catchThrowable(
            () -> database.read(em -> em.createNativeQuery(sql, User.class).getResultList()));
    assertThat(failure).isInstanceOf(PersistenceException.class);
    assertThat(failure).asString().contains("exception");
    assertThat(Throwables.getStackTrace(failure))
        .contains("UsersIT")
        .doesNotContain("secret-hash", "quoted@");
    postgres.execute("delete from users where password = 'secret-hash'");
  }

  private static User superuser(EmailAddress address) {
    User user = User.create(address, ADA, Passwords.unusable(), NOW);
    user.empower(true, true);
    return user;
  }
}
