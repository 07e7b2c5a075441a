package io.steward.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.cli.installation.Terminal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TableTest {
  private static final Instant TIME = Instant.parse("2026-01-31T12:00:00.123456Z");

  private final Lines lines = new Lines();

  private Table table(Table.Format format) {
    return new Table(lines, format, List.of("id", "name", "joined"));
  }

  private static void add(Table table, @Nullable Object... cells) {
    table.row(Map.of("id", 1, "joined", TIME), Arrays.asList(cells));
  }

  @Test
  void a_table_for_people_has_a_header_and_columns_as_wide_as_their_cells() {
    Table table = table(Table.Format.TEXT);
    add(table, 1, "Ada", TIME);
    add(table, 17, "Zo\u00eb  yes", null);
    table.end();
    assertThat(lines.said)
        .containsExactly(
            "ID  NAME        JOINED",
            "1   Ada         2026-01-31T12:00:00Z",
            "17  \"Zo\u00eb  yes\"  -");
  }

  @Test
  void a_table_without_rows_has_a_header() {
    table(Table.Format.TEXT).end();
    assertThat(lines.said).containsExactly("ID  NAME  JOINED");
  }

  @Test
  void rows_after_the_first_200_are_printed_at_once() {
    Table table = table(Table.Format.TEXT);
    for (int i = 0; i < 199; i++) {
      add(table, i, "x", "y");
    }
    assertThat(lines.said).isEmpty();
    add(table, 199, "x", "y");
    assertThat(lines.said).hasSize(201);
    add(table, 1234, "longer than the column", "y");
    assertThat(lines.said).hasSize(202).last().isEqualTo("1234  \"longer than the column\"  y");
    table.end();
    assertThat(lines.said).hasSize(202);
  }

  @Test
  void csv_has_a_header_and_exact_times() {
    Table table = table(Table.Format.CSV);
    assertThat(lines.said).isEmpty();
    add(table, 1, true, TIME);
    table.end();
    assertThat(lines.said)
        .containsExactly(
            "\"id\",\"name\",\"joined\"", "\"1\",\"yes\",\"2026-01-31T12:00:00.123456Z\"");
  }

  @Test
  void json_has_the_members_instead_of_the_cells_and_no_header() {
    Table table = table(Table.Format.JSON);
    table.row(Map.of("joined", TIME), List.of(1, 2, 3));
    table.end();
    assertThat(lines.said).containsExactly("{\"joined\":\"2026-01-31T12:00:00.123456Z\"}");
  }

  private static final class Lines implements Terminal {
    private final List<String> said = new ArrayList<>();

    @Override
    public boolean isInteractive() {
      return false;
    }

    @Override
    public @Nullable String ask(String prompt) {
      return null;
    }

    @Override
    public @Nullable String askHidden(String prompt) {
      return null;
    }

    @Override
    public void say(String line) {
      said.add(line);
    }

    @Override
    public void row(String line) {
      said.add(line);
    }

    @Override
    public void complain(String line) {
      said.add(line);
    }
  }
}
