package io.steward.api.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonTest {
  private record View(long id, String firstName, List<Object> others) {}

  private static String write(Object value) {
    return new String(Json.write(value), StandardCharsets.UTF_8);
  }

  @Test
  void json_is_written_without_white_space_and_with_names_in_snake_case() {
    assertThat(write(new View(1, "Žofia 中 🦊 <b>\"", List.of(true, 2, Map.of("a", "b")))))
        .isEqualTo(
            "{\"id\":1,\"first_name\":\"Žofia 中 🦊 <b>\\\"\",\"others\":[true,2,{\"a\":\"b\"}]}");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-24T03:43:11Z, 2026-11-24T03:43:11Z",
    "2026-11-24T03:43:11.5Z, 2026-11-24T03:43:11.500000Z",
    "2026-11-24T03:43:11.000001Z, 2026-11-24T03:43:11.000001Z",
    "2026-11-24T03:43:11.000000999Z, 2026-11-24T03:43:11Z",
  })
  void a_time_has_six_digits_of_a_second_or_none(Instant time, String text) {
    assertThat(write(time)).isEqualTo('"' + text + '"');
  }

  @Test
  void a_value_without_a_json_form_is_an_internal_error() {
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> write(new Object()));
  }
}
