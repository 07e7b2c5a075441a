package io.steward.cli.installation;

import io.steward.database.Database;
import io.steward.database.DatabaseServer;
import io.steward.database.connection.DatabaseRefusal;
import io.steward.log.Log;
import io.steward.problem.ProblemException;
import io.steward.settings.Settings;
import io.steward.settings.source.Secret;
import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingSources;
import io.steward.standalone.EmbeddedDatabase;
import io.steward.standalone.TrialSecret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a command. If they name no database, the command uses the trial's embedded
 * database and secret in {@code STEWARD_HOME}.
 */
public final class Installation implements AutoCloseable {
  /**
   * Every setting that work on accounts depends on; in a trial, there is no URL. The work may post
   * messages, which a running node sends.
   */
  private static final Set<Setting> USED =
      EnumSet.of(
          Setting.REGISTRATION,
          Setting.MAIL_HOST,
          Setting.MAIL_JNDI,
          Setting.MAIL_FROM,
          Setting.MAIL_NOTICES,
          Setting.MAIL_LINK_VERIFY,
          Setting.MAIL_LINK_RESET,
          Setting.MAIL_LINK_CHANGE,
          Setting.MAIL_LINK_UNDO,
          Setting.MAIL_LINK_INVITATION,
          Setting.MAIL_LIFETIME_INVITATION,
          Setting.DATABASE_URL,
          Setting.DATABASE_USERNAME,
          Setting.DATABASE_PASSWORD,
          Setting.DATABASE_PASSWORD_FILE,
          Setting.DATABASE_POOL_SIZE,
          Setting.JWT_ACCESS_LIFETIME,
          Setting.JWT_LEEWAY,
          Setting.REFRESH_LIFETIME,
          Setting.REFRESH_IDLE_LIFETIME,
          Setting.SESSIONS_PER_USER,
          Setting.THROTTLE,
          Setting.HOME);

  private final Settings settings;
  private final @Nullable EmbeddedDatabase embedded;
  private final Runnable whenReady;
  private boolean isTold;

  private Installation(Settings settings) {
    this(settings, null, () -> {});
  }

  private Installation(Settings settings, @Nullable EmbeddedDatabase embedded, Runnable whenReady) {
    this.settings = settings;
    this.embedded = embedded;
    this.whenReady = whenReady;
  }

  /**
   * For {@code serve}: in a trial, begins to start the database, creates the secret if it is
   * missing, and prints where they are.
   */
  public static Installation toServe(Terminal terminal, SettingSources sources) {
    sources.warnings().forEach(terminal::complain);
    if (!isTrial(sources)) {
      return new Installation(Settings.load(sources));
    }
    Settings settings = Settings.loadForTrial(sources);
    Path home = settings.home();
    String state = EmbeddedDatabase.isNew(home) ? "newly created" : "existing data";
    terminal.say("  home      " + home);
    Settings complete = settings.jwt().hasKey() ? settings : withSecret(settings, terminal);
    String database = "embedded PostgreSQL, " + state + "; for trials, not for production";
    return embedded(
        complete, EmbeddedDatabase.begin(home), () -> terminal.say("  database  " + database));
  }

  /** Whether commands have a database: the configured one, or that of a trial that has begun. */
  static boolean isPrepared(SettingSources sources) {
    if (hasDatabase(sources) || !EmbeddedDatabase.isIncluded()) {
      return hasDatabase(sources);
    }
    return !EmbeddedDatabase.isNew(Settings.loadOnly(sources, Set.of(Setting.HOME)).home());
  }

  private static Installation embedded(
      Settings settings, EmbeddedDatabase embedded, Runnable whenReady) {
    return new Installation(
        settings.withDatabase(embedded.url(), EmbeddedDatabase.USERNAME, embedded.password()),
        embedded,
        whenReady);
  }

  /** For {@code check}, which examines all settings. */
  public static Installation toExamine(Terminal terminal, SettingSources sources) {
    sources.warnings().forEach(terminal::complain);
    return isTrial(sources)
        ? trial(withAnySecret(Settings.loadForTrial(sources)))
        : new Installation(Settings.load(sources));
  }

  /** For the other commands, which need the database but no key. */
  public static Installation toWork(Terminal terminal, SettingSources sources) {
    if (isTrial(sources)) {
      Path home = Settings.loadOnly(sources, EnumSet.of(Setting.HOME)).home();
      if (EmbeddedDatabase.isNew(home)) {
        throw Refusal.failure(
            "There is no trial database in "
                + home
                + " yet: start 'serve' once, or name another database in STEWARD_DATABASE_URL.");
      }
    }
    return toMigrate(terminal, sources);
  }

  /** For {@code migrate}, which may create the database of a trial. */
  public static Installation toMigrate(Terminal terminal, SettingSources sources) {
    sources.warnings().forEach(terminal::complain);
    boolean isTrial = isTrial(sources);
    if (!isTrial && sources.value(Setting.DATABASE_URL).isEmpty() && hasDatabase(sources)) {
      throw Refusal.failure(
          "Commands cannot use the server's data source (STEWARD_DATABASE_JNDI): give the URL of"
              + " the database by --database-url.");
    }
    if (!isTrial) {
      return new Installation(Settings.loadOnly(sources, USED));
    }
    Set<Setting> used = EnumSet.copyOf(USED);
    used.remove(Setting.DATABASE_URL);
    return trial(Settings.loadOnly(sources, used));
  }

  /** Uses the running database of a trial, or starts it for this command only. */
  private static Installation trial(Settings settings) {
    Optional<String> running = EmbeddedDatabase.running(settings.home());
    if (running.isPresent()) {
      Secret password = EmbeddedDatabase.passwordOfRunning(settings.home());
      return new Installation(
          settings.withDatabase(running.get(), EmbeddedDatabase.USERNAME, password));
    }
    Installation installation =
        embedded(settings, EmbeddedDatabase.start(settings.home()), () -> {});
    // Ctrl-C at a prompt must not leave the database running.
    Runtime.getRuntime().addShutdownHook(new Thread(installation::close, "stop"));
    return installation;
  }

  /**
   * The settings of a trial, for {@code check}, while its database is not running; otherwise empty.
   */
  public static Optional<Settings> ofTrialAsleep(Terminal terminal, SettingSources sources) {
    if (!isTrial(sources)) {
      return Optional.empty();
    }
    Settings settings = withAnySecret(Settings.loadForTrial(sources));
    if (EmbeddedDatabase.running(settings.home()).isPresent()) {
      return Optional.empty();
    }
    sources.warnings().forEach(terminal::complain);
    return Optional.of(settings);
  }

  /** A command issues no tokens, so any secret is good enough. */
  private static Settings withAnySecret(Settings settings) {
    return settings.jwt().hasKey() ? settings : settings.withSecret(TrialSecret.random());
  }

  private static boolean isTrial(SettingSources sources) {
    return !hasDatabase(sources) && EmbeddedDatabase.isIncluded();
  }

  /** Whether a database is configured; the setting may be invalid. */
  static boolean hasDatabase(SettingSources sources) {
    return sources.value(Setting.DATABASE_URL).isPresent()
        || sources.value(Setting.DATABASE_JNDI).isPresent();
  }

  private static Settings withSecret(Settings settings, Terminal terminal) {
    Path home = settings.home();
    try {
      TrialSecret secret = TrialSecret.in(home);
      terminal.say("  secret    " + secret.file() + ", " + secret.state().words());
      return settings.withSecret(secret.value());
    } catch (IOException e) {
      throw Refusal.failure("Cannot store the secret in " + home + ": " + e.getMessage(), e);
    }
  }

  public Settings settings() {
    return settings;
  }

  /**
   * Waits until the database of a trial answers, and says so the first time; returns at once for
   * others. Called by one thread at a time.
   */
  public void awaitDatabase() {
    if (embedded != null) {
      embedded.await();
      if (!isTold) {
        isTold = true;
        whenReady.run();
      }
    }
  }

  /** Opens the database and checks that it answers. */
  public Database database() {
    return opened(database -> database.server().examine(connection -> {}));
  }

  /** Connects to the database; refuses one that has pending migrations. */
  public Database migratedDatabase() {
    return opened(
        database -> {
          if (database.server().pendingMigrations() > 0) {
            throw Refusal.failure("The database has pending migrations: run migrate first.");
          }
          database.connect();
        });
  }

  private Database opened(Consumer<Database> check) {
    Database database = Database.ofOneConnection(settings.database());
    try {
      check.accept(database);
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw refused(e);
    }
  }

  private RuntimeException refused(RuntimeException failure) {
    if (failure instanceof ProblemException problem) {
      return Refusal.failure(
          "The database " + databaseName() + " does not respond" + DatabaseServer.reason(problem),
          problem);
    }
    return failure instanceof DatabaseRefusal
        ? Refusal.failure(Log.reason(failure), failure)
        : failure;
  }

  /** The JNDI name, or the URL without its query, which may contain a password. */
  public String databaseName() {
    return settings
        .database()
        .jndi()
        .or(() -> settings.database().url().map(url -> url.replaceFirst("\\?.*", "")))
        .orElse("");
  }

  @Override
  public void close() {
    if (embedded != null) {
      embedded.close();
    }
  }
}
