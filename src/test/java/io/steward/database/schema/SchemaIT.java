package io.steward.database.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** The tables and columns that the program says it uses, against those that migrations make. */
final class SchemaIT {
  private final TestDatabase database = TestDatabase.create();

  @Test
  void the_list_of_columns_is_that_of_the_migrated_schema() {
    database.migrate();
    assertThat(Schema.lines())
        .containsExactlyElementsOf(
            database.query(
                """
                select c.relname || ': ' || string_agg(attname, ', ' order by attnum)
                from pg_class c join pg_attribute a on a.attrelid = c.oid and attnum > 0
                where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
                  and not relispartition and not attisdropped
                  and relname <> 'flyway_schema_history'
                group by relname order by relname
                """));
  }

  @Test
  void functions_with_the_rights_of_their_owner_are_closed_to_others_and_have_a_fixed_path() {
    database.migrate();
    assertThat(
            database.query(
                """
                select proname || ' '
                  || (array_to_string(proconfig, ' ') like '%search_path=public, pg_temp%')
                  || ' ' || has_function_privilege('public', oid, 'execute')
                from pg_proc where prosecdef and pronamespace = 'public'::regnamespace order by 1
                """))
        .containsExactly("audit_upkeep true false", "skip_stored_user_ids true false");
  }
}
