package io.steward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.cli.account.ChangePasswordCommand;
import io.steward.cli.account.CreateSuperuserCommand;
import io.steward.cli.account.UserCommands;
import io.steward.cli.installation.Accounts;
import io.steward.database.Database;
import io.steward.password.Password;
import io.steward.password.PasswordHash;
import io.steward.password.Passwords;
import io.steward.settings.Settings;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The dialogues of createsuperuser and changepassword, word for word. */
final class AccountCommandsIT {
  private static final String TOO_SHORT =
      "This password is too short. It must contain at least 8 characters.";
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final Passwords PASSWORDS = new Passwords();

  private final Database opened = new Database(settings().database());
  private final Accounts.Door door = work -> work.applyAsInt(new Accounts(opened, settings()));

  @BeforeAll
  static void migrate() {
    DATABASE.migrate();
  }

  @BeforeEach
  void add_ada() {
    opened.connect();
    DATABASE.execute("delete from users");
    DATABASE.execute("insert into users (email, password) values ('ada@example.com', '!')");
  }

  @AfterEach
  void close() {
    opened.close();
    TestServer.registerDriver();
  }

  private static Settings settings() {
    return TestServer.settings(DATABASE.url(), Map.of());
  }

  /** Each user whose password was set, with the one of these passwords that opens the account. */
  private static List<String> done(String... passwords) {
    return DATABASE
        .query(
            "select concat_ws('|', email, first_name, password) from users where password <> '!'"
                + " order by id")
        .stream()
        .map(row -> row.split("\\|", -1))
        .map(row -> (row[0] + " " + row[1]).strip() + " " + opening(row[2], passwords))
        .toList();
  }

  private static String opening(String hash, String... passwords) {
    return Stream.of(passwords)
        .filter(p -> PASSWORDS.verify(new Password(p), Optional.of(new PasswordHash(hash))))
        .findFirst()
        .orElse(hash.startsWith("!") ? "unusable" : "unknown");
  }

  private int create(ScriptedTerminal terminal, Map<String, String> environment, String... args) {
    return run(terminal, new CreateSuperuserCommand(terminal, environment::get, door), args);
  }

  private int change(ScriptedTerminal terminal) {
    return change(terminal, "ada@example.com");
  }

  private int change(ScriptedTerminal terminal, String email) {
    return run(terminal, new ChangePasswordCommand(terminal, door), email);
  }

  private static int run(ScriptedTerminal terminal, Object command, String... args) {
    return run(terminal, new CommandLine(command), args);
  }

  private static int run(ScriptedTerminal terminal, CommandLine command, String... args) {
    return command
        .setExecutionExceptionHandler((e, line, parsed) -> Main.refuse(terminal, e))
        .execute(args);
  }

  @Test
  void answers_to_five_questions_create_a_superuser() {
    ScriptedTerminal terminal =
        new ScriptedTerminal(true, "bob@example.com", "Bob", "B", "long enough", "long enough");
    assertThat(create(terminal, Map.of())).isZero();
    assertThat(terminal.transcript)
        .containsExactly(
            "Email: ",
            "First name: ",
            "Last name: ",
            "Password: ",
            "Password (again): ",
            "Superuser created successfully.");
    assertThat(done("long enough")).containsExactly("bob@example.com Bob long enough");
  }

  @Test
  void wrong_answers_are_asked_again() {
    ScriptedTerminal terminal =
        new ScriptedTerminal(
            true,
            "",
            "bob",
            "ada@example.com",
            "bob@example.com",
            "b".repeat(151),
            "Bob",
            "B",
            "a",
            "b",
            " ",
            " ",
            "long enough",
            "long enough");
    assertThat(create(terminal, Map.of())).isZero();
    assertThat(terminal.transcript.stream().filter(line -> line.startsWith("! ")))
        .containsExactly(
            "! Error: This field cannot be blank.",
            "! Error: Enter a valid email address.",
            "! Error: That email is already taken.",
            "! Error: Ensure this value has at most 150 characters (it has 151).",
            "! Error: Your passwords didn't match.",
            "! Error: Blank passwords aren't allowed.");
  }

  @Test
  void a_weak_password_is_accepted_only_after_confirmation() {
    ScriptedTerminal terminal =
        new ScriptedTerminal(true, "b@example.com", "B", "B", "weak", "weak", "", "w", "w", "y");
    assertThat(create(terminal, Map.of())).isZero();
    assertThat(terminal.transcript)
        .contains("! " + TOO_SHORT, "Bypass password validation and create user anyway? [y/N]: ");
    assertThat(done("w")).containsExactly("b@example.com B w");
    assertThat(
            DATABASE.query(
                "select email_verified_at is not null from users where email like 'b@%'"))
        .containsExactly("t");
  }

  @Test
  void without_a_terminal_createsuperuser_is_skipped() {
    ScriptedTerminal terminal = new ScriptedTerminal(false);
    assertThat(create(terminal, Map.of())).isZero();
    assertThat(terminal.transcript.get(0))
        .startsWith("Superuser creation skipped due to not running in a TTY.");
    assertThat(done()).isEmpty();
  }

  @Test
  void the_end_of_the_input_cancels_createsuperuser() {
    ScriptedTerminal terminal = new ScriptedTerminal(true, "b@example.com");
    assertThat(create(terminal, Map.of())).isEqualTo(1);
    assertThat(terminal.transcript).endsWith("! \nOperation cancelled.");
  }

  @Test
  void noinput_refuses_missing_options_and_an_email_address_already_in_use() {
    assertThat(refusalOf("--noinput"))
        .isEqualTo(
            "! CommandError: You must use --email, --first_name and --last_name with --noinput.");
    assertThat(refusalOf("--noinput", "--email=b@example.com"))
        .isEqualTo("! CommandError: You must use --first_name and --last_name with --noinput.");
    assertThat(refusalOf("--noinput", "--email=b@example.com", "--first_name=B"))
        .isEqualTo("! CommandError: You must use --last_name with --noinput.");
    assertThat(refusalOf("--noinput", "--email=ada@example.com"))
        .isEqualTo("! CommandError: Error: That email is already taken.");
    assertThat(refusalOf("--noinput", "--email=b"))
        .isEqualTo("! CommandError: Enter a valid email address.");
  }

  private String refusalOf(String... args) {
    ScriptedTerminal terminal = new ScriptedTerminal(false);
    assertThat(create(terminal, Map.of(), args)).isEqualTo(1);
    return terminal.transcript.get(0);
  }

  @Test
  void noinput_takes_options_and_environment() {
    Map<String, String> environment = environment("long enough");
    assertThat(create(new ScriptedTerminal(false), environment, "--noinput")).isZero();
    String[] flags = {"--noinput", "--email=c@example.com", "--first_name=C", "--last_name=C"};
    assertThat(create(new ScriptedTerminal(false), Map.of(), flags)).isZero();
    assertThat(done("long enough"))
        .containsExactly("b@example.com B long enough", "c@example.com C unusable");
  }

  private static Map<String, String> environment(String password) {
    return Map.of(
        "DJANGO_SUPERUSER_EMAIL", "b@example.com",
        "DJANGO_SUPERUSER_FIRST_NAME", "B",
        "DJANGO_SUPERUSER_LAST_NAME", "B",
        "DJANGO_SUPERUSER_PASSWORD", password);
  }

  @ParameterizedTest
  @ValueSource(strings = {"weak", "1", ""})
  void noinput_refuses_a_weak_password(String password) {
    ScriptedTerminal terminal = new ScriptedTerminal(false);
    assertThat(create(terminal, environment(password), "--noinput")).isEqualTo(1);
    assertThat(terminal.transcript)
        .singleElement()
        .asString()
        .startsWith(
            password.isEmpty()
                ? "! CommandError: This field may not be blank."
                : "! CommandError: " + TOO_SHORT);
    assertThat(done()).isEmpty();
  }

  @Test
  void a_password_is_changed() {
    ScriptedTerminal terminal = new ScriptedTerminal(true, "long enough", "long enough");
    assertThat(change(terminal)).isZero();
    assertThat(terminal.transcript)
        .containsExactly(
            "Changing password for user 'ada@example.com'",
            "Password: ",
            "Password (again): ",
            "Password changed successfully for user 'ada@example.com'");
    assertThat(done("long enough")).containsExactly("ada@example.com long enough");
  }

  @Test
  void the_third_wrong_password_ends_the_change() {
    ScriptedTerminal terminal = new ScriptedTerminal(true, "a", "b", "a", "a", "a", "b", "x");
    assertThat(change(terminal)).isEqualTo(1);
    assertThat(terminal.transcript)
        .contains("Passwords do not match. Please try again.", "! " + TOO_SHORT)
        .endsWith(
            "! CommandError: Aborting password change for user 'ada@example.com' after 3 attempts");
    assertThat(done()).isEmpty();
  }

  @Test
  void changing_the_password_of_an_unknown_user_fails() {
    ScriptedTerminal terminal = new ScriptedTerminal(true);
    assertThat(change(terminal, "eve@example.com")).isEqualTo(3);
    assertThat(terminal.transcript)
        .containsExactly("! CommandError: user 'eve@example.com' does not exist");
  }

  @Test
  void the_end_of_the_input_aborts_a_change_of_password() {
    ScriptedTerminal terminal = new ScriptedTerminal(true, "");
    assertThat(change(terminal)).isEqualTo(1);
    assertThat(terminal.transcript).endsWith("! CommandError: aborted");
  }

  @Test
  void the_last_active_superuser_cannot_be_deactivated() {
    DATABASE.execute("update users set is_superuser = true");
    ScriptedTerminal terminal = new ScriptedTerminal(true);
    assertThat(run(terminal, new UserCommands(terminal, door).deactivate(), "ada@example.com"))
        .isEqualTo(1);
    assertThat(terminal.transcript)
        .singleElement()
        .asString()
        .contains("No other active superuser may use");
    assertThat(DATABASE.query("select is_active from users")).containsExactly("t");
  }
}
