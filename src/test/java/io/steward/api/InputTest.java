package io.steward.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.steward.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InputTest {
  private static final TextField NAME = TextField.optional("name", 5);
  private static final TextField KEY = TextField.secret("key", 5);

  private static Input json(String text) {
    return Input.json(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Object> refusal(Runnable reading) {
    try {
      reading.run();
    } catch (ProblemException e) {
      return e.body("id");
    }
    throw new AssertionError("not refused");
  }

  @Test
  void unknown_members_are_refused_by_name() {
    Input input = json("{\"a\":1,\"colour\":2,\"size\":null}");
    input.demandOnly(List.of("a", "b"));
    assertThat(refusal(input::refuseFaults))
        .containsEntry("colour", List.of("Unknown field. Known are a, b."))
        .containsEntry("size", List.of("Unknown field. Known are a, b."))
        .doesNotContainKey("a");
  }

  @Test
  void of_very_many_unknown_members_a_few_are_named() {
    String many =
        IntStream.range(0, 4_000)
            .mapToObj(i -> "\"x" + i + "\":1")
            .collect(Collectors.joining(","));
    Input input = json("{\"" + "\ud83d\ude00".repeat(10_000) + "\":1," + many + "}");
    input.demandOnly(List.of("a", "b"));
    assertThat(refusal(input::refuseFaults).toString())
        .hasSizeLessThan(3_000)
        .contains("Known are a, b.", "\ud83d\ude00\u2026")
        .contains("x8=")
        .doesNotContain("x9=");
  }

  @Test
  void a_request_that_has_no_members_says_so() {
    Input input = json("{\"colour\":2}");
    input.demandOnly(List.of());
    assertThat(refusal(input::refuseFaults))
        .containsEntry("colour", List.of("Unknown field. This request has none."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{not json | line 1 column 2",
        "{\"a\":1,} | line 1 column 8",
        "{\"a\":1 | line 1 column 7",
        "{\"a\":1}} | line 1 column 8",
        "{\"a\":1} {} | line 1 column 9",
        "{\"a\":01} | line 1 column 6",
        "{\"a\":NaN} | line 1 column 6",
        "{\"a\":'x'} | line 1 column 6",
        "{\"a\":1,\"a\":2} | line 1 column 8",
        "{\"a\":{\"b\":1,\"b\":2}} | line 1 column 13",
        "{\"a\\u0000\":1} | line 1 column 2",
        "{/**/} | line 1 column 2",
      })
  void a_json_error_has_line_and_column_but_no_text_of_the_parser(String text, String place) {
    assertThat(String.valueOf(refusal(() -> json(text)).get("detail")))
        .startsWith("JSON parse error - ")
        .contains(place.substring(0, place.lastIndexOf(' ')))
        .doesNotContain("com.fasterxml", "Exception", "(char", "Source");
  }

  @Test
  void json_nested_deeper_than_32_levels_is_refused() {
    String deepest = "{\"a\":" + "[".repeat(31) + "]".repeat(31) + "}";
    assertThat(json(deepest).has("a")).isTrue();
    String deeper = "{\"a\":" + "[".repeat(32) + "]".repeat(32) + "}";
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> json(deeper));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "[] | Invalid data. Expected a dictionary, but got list.",
        "\"x\" | Invalid data. Expected a dictionary, but got str.",
        "5 | Invalid data. Expected a dictionary, but got int.",
        "5.0 | Invalid data. Expected a dictionary, but got float.",
        "true | Invalid data. Expected a dictionary, but got bool.",
        "null | No data provided",
      })
  void a_value_that_is_not_an_object_is_named_by_its_python_type(String text, String message) {
    assertThat(refusal(() -> json(text))).containsEntry("non_field_errors", List.of(message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"name\":\"a\\u0000\"} | Null characters are not allowed.",
        "{\"name\":\"a\\ud800\"} | Surrogate characters are not allowed: U+D800.",
        "{\"name\":\"\\udc00\\ud800\"} | Surrogate characters are not allowed: U+DC00.",
        "{\"name\":[\"\\udfff\"]} | Surrogate characters are not allowed: U+DFFF.",
        "{\"name\":null} | This field may not be null.",
        "{\"name\":true} | Not a valid string.",
        "{\"name\":{}} | Not a valid string.",
        "{\"name\":[]} | Not a valid string.",
        "{\"name\":\"abcdef\"} | Ensure this field has no more than 5 characters.",
      })
  void a_wrong_member_is_reported_in_drfs_words(String text, String message) {
    Map<String, Object> body =
        refusal(
            () -> {
              Input input = json(text);
              input.read(NAME);
              input.refuseFaults();
            });
    assertThat(body).containsEntry("name", List.of(message));
  }

  @Test
  void white_space_is_trimmed_except_from_secrets() {
    Input input = json("{\"name\":\" \\u00a0a\\u2003\\n\",\"key\":\" a \"}");
    assertThat(input.read(NAME)).contains("a");
    assertThat(input.read(KEY)).contains(" a ");
  }

  @Test
  void length_counts_code_points() {
    assertThat(json("{\"name\":\"😀😀😀😀😀\"}").read(NAME)).contains("😀".repeat(5));
  }

  @Test
  void a_number_in_a_text_field_keeps_its_spelling() {
    assertThat(json("{\"name\":12.5}").read(NAME)).contains("12.5");
    assertThat(json("{\"name\":-0}").read(NAME)).contains("-0");
  }

  @Test
  void all_faults_are_reported_together_in_the_order_of_reading() {
    Input input = json("{\"name\":null}");
    assertThat(input.require(KEY)).isEmpty();
    assertThat(input.read(NAME)).isEmpty();
    Map<String, Object> body = refusal(input::refuseFaults);
    assertThat(body.keySet())
        .containsExactly("type", "title", "status", "detail", "instance", "key", "name", "codes");
    assertThat(body).containsEntry("key", List.of("This field is required."));
    assertThat(body)
        .containsEntry("codes", Map.of("key", List.of("required"), "name", List.of("null")));
  }

  @Test
  void a_field_cannot_replace_a_member_of_the_problem() {
    for (String name : List.of("codes", "status")) {
      Input input = json("{}");
      input.require(TextField.secret(name, 5));
      assertThat(refusal(input::refuseFaults))
          .containsEntry("status", 400)
          .containsEntry("non_field_errors", List.of("This field is required."))
          .containsEntry("codes", Map.of("non_field_errors", List.of("required")));
    }
  }

  @Test
  void a_blank_secret_is_refused() {
    Input input = json("{\"key\":\"   \"}");
    assertThat(input.read(KEY)).isEmpty();
    assertThat(refusal(input::refuseFaults))
        .containsEntry("key", List.of("This field may not be blank."));
  }

  @Test
  void bytes_that_are_not_utf8_are_refused_with_their_position() {
    byte[] text = "{\n\"name\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(refusal(() -> Input.json(text)))
        .containsEntry("detail", "JSON parse error - the text is not UTF-8: line 2 column 9");
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> Input.json(new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'}));
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> Input.json("{}".getBytes(StandardCharsets.UTF_16)));
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> Input.json("\uFEFF{}".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void a_form_is_read_as_the_same_flat_object_as_json() {
    Input input = Input.form("name=a%C3%A9+b&key=&&x".getBytes(StandardCharsets.UTF_8));
    assertThat(input.read(NAME)).contains("aé b");
    assertThat(input.has("x")).isTrue();
    assertThat(input.read(KEY)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a=1&a=2", "a=%", "a=%4", "a=%zz", "a=%FF", "a=%00", "%00=a", "a=%ED%A0%80"})
  void a_form_is_read_strictly(String form) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> Input.form(form.getBytes(StandardCharsets.UTF_8)));
  }
}
