package io.steward.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.problem.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class QueryTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "monday",
        "0001-01-01T00:00:00%2B18:00",
        "9999-12-31T23:59:59-18:00",
        "12026-01-01",
        "2026-02-30",
        "",
      })
  void a_time_that_the_database_does_not_know_is_refused(String text) {
    Query query = new Query("since=" + text);
    assertThatThrownBy(() -> query.time("since")).isInstanceOf(ProblemException.class);
  }

  @Test
  void an_id_is_any_number_that_the_database_may_have_as_id() {
    assertThat(new Query("user=9223372036854775807").id("user")).hasValue(Long.MAX_VALUE);
    for (String text : List.of("9223372036854775808", "-1", "", "1x", "12345678901234567890")) {
      Query query = new Query("user=" + text);
      assertThatThrownBy(() -> query.id("user")).isInstanceOf(ProblemException.class);
    }
  }

  @Test
  void of_very_many_unknown_parameters_a_few_are_named() {
    String many = IntStream.range(0, 4_000).mapToObj(i -> "x" + i).collect(Collectors.joining("&"));
    for (String text : List.of(many, "x".repeat(10_000), "x".repeat(10_000) + "&" + many)) {
      Query query = new Query(text);
      assertThatThrownBy(() -> query.demandOnly(List.of("limit", "sort")))
          .isInstanceOfSatisfying(
              ProblemException.class,
              refusal -> {
                assertThat(refusal.body("").toString()).hasSizeLessThan(3_000);
                assertThat(refusal.faults()).hasSizeBetween(1, 10);
                assertThat(refusal.faults().values())
                    .allMatch(wrong -> wrong.get(0).message().endsWith("Known are limit, sort."));
              });
    }
  }

  @Test
  void a_time_may_have_an_offset_or_be_a_date() {
    assertThat(new Query("since=2026-01-31").time("since"))
        .hasValue(Instant.parse("2026-01-31T00:00:00Z"));
    assertThat(new Query("since=2026-01-31T12:00:00%2B02:00").time("since"))
        .hasValue(Instant.parse("2026-01-31T10:00:00Z"));
  }
}
