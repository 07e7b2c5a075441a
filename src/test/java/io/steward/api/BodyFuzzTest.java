package io.steward.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.json.Json;
import io.steward.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Every body is either read or refused with status 400. */
final class BodyFuzzTest {

  @Provide
  Arbitrary<String> nearlyJson() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "\"email\"",
            "\"a\"",
            "\\",
            "\\u0000",
            "\\ud800",
            "\\udc00",
            "\\u0041",
            "null",
            "true",
            "false",
            "-",
            "0",
            "1e9",
            "1E+999999999",
            ".5",
            "12345678901234567890",
            " ",
            "\t",
            "\n",
            "\u0000",
            "\ud83d\ude00",
            "\ufeff",
            "//",
            "é")
        .list()
        .ofMaxSize(40)
        .map(pieces -> String.join("", pieces));
  }

  private static void assertReadOrRefused(Function<byte[], Input> reader, byte[] body) {
    Optional<Input> input;
    try {
      input = Optional.of(reader.apply(body));
    } catch (ProblemException e) {
      assertThat(e.type().status()).isEqualTo(400);
      return;
    }
    Input read = input.orElseThrow();
    read.read(TextField.secret("email", 254));
    read.read(TextField.secret("a", 254));
    read.flag("everywhere");
    read.peek("email").ifPresent(text -> assertThat(text).doesNotContain("\u0000"));
  }

  @Property
  void any_bytes_are_json_or_refused(@ForAll byte[] body) {
    assertReadOrRefused(Input::json, body);
  }

  @Property
  void text_that_looks_like_json_is_json_or_refused(@ForAll("nearlyJson") String text) {
    assertReadOrRefused(Input::json, text.getBytes(StandardCharsets.UTF_8));
    assertReadOrRefused(Input::json, ("{\"email\":" + text + "}").getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 50)
  void json_of_any_excessive_depth_is_refused(@ForAll @IntRange(min = 1, max = 32_000) int depth) {
    assertReadOrRefused(Input::json, "[".repeat(depth).getBytes(StandardCharsets.UTF_8));
    String arrays = "[".repeat(depth) + "]".repeat(depth);
    assertReadOrRefused(
        Input::json, ("{\"email\":" + arrays + "}").getBytes(StandardCharsets.UTF_8));
  }

  @Property
  void any_bytes_are_a_form_or_refused(@ForAll byte[] body) {
    assertReadOrRefused(Input::form, body);
  }

  @Property
  void any_text_survives_writing_and_reading_as_json(@ForAll String text) {
    if (!isWellFormed(text)) {
      return;
    }
    Input read = Input.json(Json.write(Map.of("email", text)));
    assertThat(read.peek("email")).contains(text);
  }

  private static boolean isWellFormed(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text) && !text.contains("\u0000");
  }
}
