package io.steward.log.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvTest {
  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "-", "=1\n+1"})
  void a_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe(String cell) {
    assertThat(Csv.line(List.of("a", cell, "b")))
        .isEqualTo("\"a\",\"'" + cell.replace("\n", "\\u000a") + "\",\"b\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\t=1", "\r=1", "\n=1"})
  void a_cell_that_begins_with_a_tab_or_line_break_begins_with_an_apostrophe(String cell) {
    assertThat(Csv.line(List.of(cell))).startsWith("\"'\\u00").endsWith("=1\"");
  }

  @Test
  void quotation_marks_are_doubled_also_after_the_apostrophe() {
    assertThat(Csv.line(List.of("=\"a\",b", "a \"b\"", "a,b")))
        .isEqualTo("\"'=\"\"a\"\",b\",\"a \"\"b\"\"\",\"a,b\"");
  }

  @Test
  void a_formula_after_a_semicolon_gets_an_apostrophe() {
    assertThat(Csv.line(List.of("a;=1", "a;-1;@b", "a;\"=1", "a;b", "a; =1")))
        .isEqualTo("\"a;'=1\",\"a;'-1;'@b\",\"a;'\"\"=1\",\"a;b\",\"a; =1\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a=1", "a-b", "ada@example.com", "1+1", " =1"})
  void other_cells_are_only_quoted(String cell) {
    assertThat(Csv.line(List.of(cell))).isEqualTo("\"" + cell + "\"");
  }
}
