package io.steward.database.schema;

import io.steward.database.connection.DatabaseRefusal;
import io.steward.database.connection.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * The schema migrations in {@code db/migration}. Each migration is applied once: Flyway locks the
 * schema, so nodes that start at the same time wait for each other.
 */
public final class Migrations {
  private static final Set<MigrationState> FAILED =
      Set.of(MigrationState.FAILED, MigrationState.FUTURE_FAILED, MigrationState.MISSING_FAILED);

  private static final Set<MigrationState> OF_OTHERS =
      Set.of(
          MigrationState.FUTURE_SUCCESS,
          MigrationState.FUTURE_FAILED,
          MigrationState.MISSING_SUCCESS,
          MigrationState.MISSING_FAILED);

  private Migrations() {}

  private static FluentConfiguration flyway(DataSource connections) {
    return Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(connections)
        .locations("classpath:db/migration")
        .failOnMissingLocations(true);
  }

  private static MigrationInfoService info(Connection connection) {
    // Flyway would open two connections to read one table.
    return flyway(LentConnection.of(connection)).load().info();
  }

  /**
   * Whether no migration is missing.
   *
   * @throws DatabaseRefusal if this program cannot migrate or use the schema
   */
  public static boolean areDone(Connection connection) throws SQLException {
    Examined schema = examine(connection);
    if (!schema.faults.isEmpty()) {
      throw new DatabaseRefusal(String.join("; ", schema.faults));
    }
    return schema.migrations.stream().allMatch(Migrations::isDone);
  }

  /**
   * Applies the missing migrations.
   *
   * @param connections without a time limit on statements
   * @return how many were applied
   */
  public static int apply(DataSource connections) {
    try {
      return flyway(connections)
          .callbacks(new WithoutTimeLimits())
          .load()
          .migrate()
          .migrationsExecuted;
    } catch (FlywayException e) {
      throw SqlStates.isPassing(e) || SqlStates.state(e).equals("42501")
          ? e
          : new DatabaseRefusal("the schema cannot be migrated: " + reason(e), e);
    }
  }

  /** Whether this migration was applied, and is the same as when it was applied. */
  private static boolean isDone(MigrationInfo migration) {
    return migration.getState() == MigrationState.SUCCESS
        && migration.isChecksumMatching()
        && migration.isDescriptionMatching()
        && migration.isTypeMatching();
  }

  private static String reason(FlywayException e) {
    return SqlStates.reason(e)
        .orElseGet(() -> String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " "));
  }

  /** How many migrations are missing. */
  public static int pending(Connection connection) {
    return info(connection).pending().length;
  }

  /** What is missing, and what is wrong. */
  public static State state(Connection connection) throws SQLException {
    Examined schema = examine(connection);
    long pending = schema.migrations.stream().filter(Migrations::isPending).count();
    return new State((int) pending, schema.faults);
  }

  /**
   * The state of the schema.
   *
   * @param pending the number of missing migrations
   * @param faults why this program cannot migrate or use the schema; empty if it can
   */
  public record State(int pending, List<String> faults) {}

  /** All migrations, and why this program cannot use the schema. */
  private record Examined(List<MigrationInfo> migrations, List<String> faults) {}

  private static Examined examine(Connection connection) throws SQLException {
    SchemaFacts facts = SchemaFacts.read(connection);
    List<MigrationInfo> all = List.of(info(connection).all());
    List<String> faults = new ArrayList<>();
    if (!facts.encoding().equals("UTF8")) {
      faults.add(
          "Encoding: the database stores texts as %s: create one with encoding 'UTF8'"
              .formatted(facts.encoding()));
    }
    if (facts.schema().isEmpty()) {
      faults.add(
          "Rights: the search path of role %s names no schema that it may use: grant usage,"
                  .formatted(facts.role())
              + " create on a schema to the role");
      return new Examined(all, faults);
    }
    failed(all).ifPresent(faults::add);
    newer(all, facts).ifPresent(faults::add);
    if (all.stream().anyMatch(Migrations::isPending)) {
      obstacle(facts, facts.schema().get()).ifPresent(faults::add);
    }
    return new Examined(all, faults);
  }

  private static boolean isPending(MigrationInfo migration) {
    return migration.getState() == MigrationState.PENDING;
  }

  private static Optional<String> failed(List<MigrationInfo> all) {
    return newest(all, info -> FAILED.contains(info.getState()))
        .map(
            version ->
                "Schema: the migration to version %s failed halfway: restore the backup, or let"
                        .formatted(version)
                    + " the program that began the migration finish it");
  }

  private static Optional<String> newer(List<MigrationInfo> all, SchemaFacts facts) {
    Optional<MigrationVersion> known = newest(all, info -> !OF_OTHERS.contains(info.getState()));
    Optional<MigrationVersion> applied =
        newest(all, info -> info.getState() == MigrationState.FUTURE_SUCCESS);
    boolean isAllowed =
        facts
            .oldestVersion()
            .map(oldest -> MigrationVersion.fromVersion(oldest.toString()))
            .filter(oldest -> known.isPresent() && oldest.compareTo(known.get()) <= 0)
            .isPresent();
    return applied
        .filter(version -> !isAllowed)
        .map(
            version ->
                String.format(
                    Locale.ROOT,
                    "Schema: version %s needs a newer Steward than this one, which knows version %s:"
                        + " start the newer one",
                    version,
                    known.map(MigrationVersion::toString).orElse("none")));
  }

  private static Optional<MigrationVersion> newest(
      List<MigrationInfo> all, Predicate<MigrationInfo> condition) {
    return all.stream()
        .filter(condition)
        .map(MigrationInfo::getVersion)
        .max(Comparator.naturalOrder());
  }

  /** What prevents the pending migrations. */
  private static Optional<String> obstacle(SchemaFacts facts, String schema) {
    if (facts.otherTables().isPresent()) {
      return Optional.of(
          "Schema: %s contains tables of another program (%s): give Steward a database or a schema"
                  .formatted(schema, facts.otherTables().get())
              + " of its own");
    }
    if (facts.owner().isPresent()) {
      return Optional.of(
          "Rights: migrations are pending, and the tables belong to role %s: run 'migrate' as %s"
              .formatted(facts.owner().get(), facts.owner().get()));
    }
    if (!facts.mayCreate()) {
      return Optional.of(
          "Rights: permission denied for schema %s, in which Steward creates its tables: grant"
                  .formatted(schema)
              + " create on schema %s to %s, or run 'migrate' as another role"
                  .formatted(schema, facts.role()));
    }
    return Optional.empty();
  }
}
