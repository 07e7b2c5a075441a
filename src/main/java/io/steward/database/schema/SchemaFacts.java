package io.steward.database.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Facts about the schema, read before Steward touches it.
 *
 * @param schema empty if the role may use no schema of its search path
 * @param mayCreate whether the role may create tables in the schema
 * @param otherTables names of tables in a schema without Steward's history of migrations
 * @param owner another role that owns Steward's tables, and that this role does not belong to
 * @param oldestVersion the newest migration that a program must know to use this schema
 */
record SchemaFacts(
    String encoding,
    String role,
    Optional<String> schema,
    boolean mayCreate,
    Optional<String> otherTables,
    Optional<String> owner,
    Optional<Integer> oldestVersion) {
  private static final String FACTS =
      """
      with tables as (
        select c.relname as name, c.relowner as owner from pg_class c
        where c.relnamespace = to_regnamespace(quote_ident(current_schema()))
          and c.relkind in ('r', 'p', 'v', 'm', 'f')
          and not exists (
            select from pg_depend d
            where d.classid = cast('pg_class' as regclass) and d.objid = c.oid and d.deptype = 'e'))
      select pg_encoding_to_char(encoding) as encoding, current_user as role,
        current_schema() as schema,
        coalesce(has_schema_privilege(current_schema(), 'create'), false) as may_create,
        (select string_agg(name, ', ') from (select name from tables
          where not exists (select from tables where name = 'flyway_schema_history')
          order by name limit 3) first_three) as other_tables,
        (select pg_get_userbyid(min(owner)) from tables
          where name = 'flyway_schema_history' and not pg_has_role(owner, 'usage')) as owner,
        exists (select from tables where name = 'compatibility') as states_compatibility
      from pg_database where datname = current_database()
      """;

  static SchemaFacts read(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FACTS);
        ResultSet facts = statement.executeQuery()) {
      facts.next();
      return new SchemaFacts(
          facts.getString("encoding"),
          facts.getString("role"),
          Optional.ofNullable(facts.getString("schema")),
          facts.getBoolean("may_create"),
          Optional.ofNullable(facts.getString("other_tables")),
          Optional.ofNullable(facts.getString("owner")),
          facts.getBoolean("states_compatibility") ? oldestVersion(connection) : Optional.empty());
    }
  }

  private static Optional<Integer> oldestVersion(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("select oldest_version from compatibility");
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(rows.getInt(1)) : Optional.empty();
    }
  }
}
