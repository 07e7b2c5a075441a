package io.steward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.settings.source.SettingSources;
import io.steward.testing.Await;
import io.steward.testing.Folders;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import io.steward.testing.mail.SmtpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The exit codes of all commands: 0 success, 1 failure, 2 wrong usage, 3 something is missing. */
final class ExitCodesIT {
  /** The expected exit code, and the words of the command; {@code ~} is a space in a word. */
  private static final String TABLE =
      """
      0 users
      0 users list
      0 users list active --search=ada --group=Editors --permission=users.view_user
      0 users list verified waiting --joined-after=24h --joined-before=2026-01-31
      0 users list unverified --last-login-after=24h --last-login-before=2026-01-31
      0 users list --csv
      2 users list verified unverified
      2 users list --joined-after=yesterday
      2 users list --joined-before=2026-13-01
      2 users list --last-login-after=x
      2 users list --last-login-before=10000-01-01
      2 users list bogus
      2 users frobnicate
      2 users list active inactive
      2 users list --json --csv
      2 users list --bogus
      3 users list --group=None
      3 users list --permission=no.code
      0 users show ada@example.com
      2 users show
      2 users show --bogus
      3 users show eve@example.com
      3 users show 4711
      2 users create
      2 users create no~address
      2 users create x@example.com --language=not~a~tag
      0 users create verified@example.com --verified
      1 users create ada@example.com
      3 users create x@example.com --group=None
      3 users create x@example.com --permission=no.code
      2 users create no~address --group=None
      1 users create ada@example.com --group=None
      0 users change ada@example.com --last-name=Lovelace --language=de
      2 users change ada@example.com --staff=maybe
      2 users change ada@example.com --verified=maybe
      2 users change ada@example.com --superuser=maybe
      2 users change ada@example.com --email=no~address
      2 users change ada@example.com --language=not~a~tag
      2 users change ada@example.com --add-group=A --remove-group=A
      2 users change ada@example.com --grant=a.b --revoke=a.b
      1 users change ada@example.com --email=bob@example.com
      3 users change ada@example.com --add-group=None
      3 users change ada@example.com --grant=no.code
      3 users change eve@example.com --last-name=x
      0 users apply ok.jsonl --dry-run
      1 users apply bad.jsonl
      1 users apply bad.jsonl --json
      1 users apply none.jsonl
      1 users apply .
      2 users apply
      0 users sessions ada@example.com
      3 users sessions eve@example.com
      2 users sessions
      0 users revoke ada@example.com
      3 users revoke eve@example.com
      2 users revoke
      0 users deactivate bob@example.com
      1 users deactivate ada@example.com
      3 users deactivate eve@example.com
      2 users deactivate
      0 users deactivate bob@example.com --until=24h
      2 users deactivate bob@example.com --until=2026-01-31
      2 users deactivate bob@example.com --until=tomorrow
      0 users activate bob@example.com
      3 users activate eve@example.com
      2 users activate
      2 deactivate
      0 deactivate bob@example.com --until=9000-01-31T12:00:00Z
      0 activate bob@example.com
      3 deactivate eve@example.com
      2 activate
      3 activate eve@example.com
      2 users set-password
      2 users set-password ada@example.com
      3 users set-password eve@example.com
      2 changepassword
      1 changepassword ada@example.com
      3 changepassword eve@example.com
      2 users delete bob@example.com
      3 users delete eve@example.com --yes
      1 users delete ada@example.com --yes
      2 users delete
      0 createsuperuser
      1 createsuperuser --noinput
      2 createsuperuser --bogus
      0 groups list --permission=users.view_user
      3 groups list --permission=no.code
      2 groups list --json --csv
      2 groups
      2 groups frobnicate
      0 groups show Editors
      3 groups show None
      2 groups show
      1 groups create Editors
      2 groups create
      2 groups create a\\nb
      3 groups create New --permission=no.code
      0 groups grant Editors users.view_user
      2 groups grant Editors
      3 groups grant Editors no.code
      3 groups grant None users.view_user
      0 groups revoke Editors users.view_user
      2 groups revoke Editors
      3 groups revoke Editors no.code
      3 groups revoke None users.view_user
      0 groups add Editors bob@example.com
      2 groups add Editors
      3 groups add Editors eve@example.com
      3 groups add None ada@example.com
      0 groups remove Editors bob@example.com
      2 groups remove Editors
      3 groups remove Editors eve@example.com
      3 groups remove None ada@example.com
      2 groups delete Editors
      2 groups delete
      3 groups delete None --yes
      0 permissions list
      2 permissions list --bogus
      2 permissions
      2 permissions create a.b
      2 permissions create nonsense x
      1 permissions create reports.held x
      3 permissions delete no.code
      1 permissions delete users.view_user
      1 permissions delete reports.held
      2 permissions delete
      0 invite new@example.com --group=Editors
      1 invite ada@example.com
      1 invite new@example.com
      2 invite
      2 invite no~address
      2 invite x@example.com --language=not~a~tag
      3 invite x@example.com --group=None
      0 invitations list
      0 invitations list --state=open
      2 invitations
      2 invitations list --state=bogus
      2 invitations list --json --csv
      0 invitations resend new@example.com
      2 invitations resend
      3 invitations resend nobody@example.com
      3 invitations resend 4711
      3 invitations revoke nobody@example.com
      3 invitations revoke 4711
      0 invitations revoke new@example.com
      1 invitations revoke 1
      1 invitations revoke new@example.com
      1 invitations resend new@example.com
      2 invitations revoke
      0 sessions end-all --before=2020-01-01
      2 sessions
      2 sessions end-all
      2 sessions end-all --before=yesterday
      2 sessions end-all --before=9998-01-01
      0 audit
      0 audit --user=ada@example.com --event=user-changed --since=24h --csv
      0 audit --actor=ada@example.com --session=s --ip=192.0.2.1
      3 audit --actor=eve@example.com
      2 audit --limit=0
      2 audit --limit=10001
      2 audit --limit=x
      2 audit --since=yesterday
      2 audit --until=2026-13-01
      2 audit --event=nosuch
      2 audit --json --csv
      3 audit --user=eve@example.com
      0 keys generate
      1 keys generate
      1 keys import
      0 keys list
      2 keys list --json --csv
      2 keys
      0 keys rotate
      2 keys rotate --delay=1
      2 keys rotate --delay=x
      2 keys remove
      3 keys remove none
      0 clients add portal
      1 clients add portal
      2 clients add
      2 clients add por~tal
      0 clients list
      2 clients list --json --csv
      2 clients
      2 clients remove
      3 clients remove none
      2 authz
      2 authz key
      2 authz key https://a.example
      2 authz explain
      2 authz explain --cookie --user=ada@example.com /x
      2 authz explain --user=ada@example.com
      3 authz explain --user=eve@example.com /x
      1 authz explain x GET /x --config=none.env
      2 mail
      2 mail test
      1 mail test ada@example.com
      2 mail preview
      0 mail preview reset
      2 mail preview bogus
      0 migrate
      2 migrate bogus
      0 check
      2 check bogus
      0 serve --help
      2 frobnicate
      2 users --database-url=jdbc:postgresql://x/y?password=z
      1 users --config=none.env
      """;

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Path FOLDER = Folders.fresh("exit-codes");
  private static final TestDatabase DATABASE = TestDatabase.create();

  @BeforeAll
  static void prepare() throws IOException {
    DATABASE.migrate();
    DATABASE.execute(
        """
        insert into users (email, password, is_superuser) values
          ('ada@example.com', '!', true), ('bob@example.com', '!', false);
        insert into groups (name) values ('Editors');
        insert into permissions (code, name) values ('reports.held', 'x');
        insert into group_permissions
          select g.id, p.id from groups g, permissions p where p.code = 'reports.held';
        -- Each command has to manage with one connection; this test holds another one.
        do $$ begin execute format('alter database %I connection limit 2', current_database()); end $$
        """);
    Files.writeString(FOLDER.resolve("ok.jsonl"), "{\"email\": \"new@example.com\"}\n");
    Files.writeString(FOLDER.resolve("bad.jsonl"), "{\"email\": \"no address\"}\n");
    Files.writeString(FOLDER.resolve("rules"), "* /x authenticated\n");
  }

  private static Map<String, String> environment(String command) {
    Map<String, String> environment = new HashMap<>(Steward.environment(DATABASE.url()));
    SmtpServer.settings(1)
        .forEach(
            (key, value) ->
                environment.put(
                    "STEWARD_" + key.replace('.', '_').toUpperCase(Locale.ROOT), value));
    environment.put("STEWARD_AUTHZ_RULES", FOLDER.resolve("rules").toString());
    environment.put("STEWARD_PROXY_TRUSTED", "127.0.0.1");
    if (command.equals("keys")) {
      environment.remove("STEWARD_JWT_SECRET");
      environment.put("STEWARD_JWT_KEYS_FILE", FOLDER.resolve("keys.json").toString());
    }
    if (command.equals("clients")) {
      environment.put("STEWARD_CLIENTS_FILE", FOLDER.resolve("clients").toString());
    }
    return environment;
  }

  private static String[] words(String line) {
    return Stream.of(line.substring(2).split(" "))
        .map(word -> word.replace('~', ' ').replace("\\n", "\n"))
        .map(word -> word.endsWith(".jsonl") ? FOLDER.resolve(word).toString() : word)
        .toArray(String[]::new);
  }

  static Stream<String> lines() {
    return TABLE.lines();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void a_command_ends_with_its_exit_code(String line) {
    String[] words = words(line);
    Await.until("the connection before this one has ended", PATIENCE, ExitCodesIT::isFree);
    CommandRun run = run(words);
    assertThat(run.code()).as(run.toString()).isEqualTo(line.charAt(0) - '0');
    assertThat(run.code() == 0 || !run.err().isEmpty() || line.contains(" apply ")).isTrue();
  }

  /** PostgreSQL may still count a connection that it does not show any more. */
  private static CommandRun run(String[] words) {
    CommandRun run = CommandRun.of(FOLDER, environment(words[0]), words);
    return run.err().stream().anyMatch(line -> line.contains("too many connections"))
        ? CommandRun.of(FOLDER, environment(words[0]), words)
        : run;
  }

  private static boolean isFree() {
    return DATABASE
        .query(
            "select 1 from pg_stat_activity where datname = current_database() and usename = 'steward'")
        .isEmpty();
  }

  @Test
  void the_table_has_every_command() {
    Set<String> tried =
        TABLE
            .lines()
            .map(line -> line.substring(2).split(" "))
            .map(words -> words.length > 1 ? words[0] + " " + words[1] : words[0])
            .collect(Collectors.toCollection(TreeSet::new));
    for (String name : names()) {
      assertThat(tried).anyMatch(command -> (command + " ").startsWith(name + " "));
    }
  }

  private static Set<String> names() {
    Set<String> names = new TreeSet<>();
    SettingSources none = SettingSources.of(name -> null, Map.of(), Map.of());
    Main.commandLine(new ScriptedTerminal(false), name -> null, none, List.of())
        .getSubcommands()
        .forEach(
            (name, command) -> {
              names.add(name);
              command.getSubcommands().keySet().forEach(below -> names.add(name + " " + below));
            });
    return names;
  }
}
