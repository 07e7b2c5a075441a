package io.steward.password.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.steward.password.Password;
import io.steward.password.policy.PasswordPolicy.Attribute;
import io.steward.problem.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPolicyTest {
  private static final String TOO_SHORT =
      "This password is too short. It must contain at least 8 characters.";
  private static final String COMMON = "This password is too common.";
  private static final String NUMERIC = "This password is entirely numeric.";
  private static final List<Attribute> ADA =
      List.of(
          new Attribute("first name", "Ada"),
          new Attribute("last name", "Lovelace"),
          new Attribute("email", "lovelace@example.org"));

  private final PasswordPolicy policy = new PasswordPolicy();

  private List<String> faults(String password, List<Attribute> attributes) {
    return policy.faults(new Password(password), attributes).stream().map(Fault::message).toList();
  }

  @Test
  void a_good_password_has_no_faults() {
    assertThat(faults("Analytical-1843 Žofia", ADA)).isEmpty();
  }

  @Test
  void all_faults_of_a_password_are_reported_in_djangos_order() {
    assertThat(faults("12345", List.of(new Attribute("last name", "12345"))))
        .containsExactly(
            "The password is too similar to the last name.", TOO_SHORT, COMMON, NUMERIC);
  }

  @Test
  void the_error_names_only_the_first_similar_attribute() {
    assertThat(faults("Lovelace1843", ADA))
        .containsExactly("The password is too similar to the last name.");
    assertThat(faults("example.org", ADA))
        .containsExactly("The password is too similar to the email.");
  }

  // The third column was computed by Django 3.2 itself.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lovelace             | Lovelace           | true
          ecalevol             | Lovelace           | true
          Lovelace1843         | Lovelace           | true
          love-lace-1843       | Lovelace           | true
          analytical           | Ada                | false
          ada                  | Ada                | true
          adaadaada            | Ada                | false
          example              | ada@example.org    | true
          exampleorg           | ada@example.org    | true
          gro.elpmaxe@ada      | ada@example.org    | true
          golden-example       | ada@golden.example | true
          žofiažofia           | Žofia              | false
          ZOFIA-2024           | Žofia              | false
          ŽOFIA2024            | Žofia              | true
          анна-мария           | Анна-Мария         | true
          мария12              | Анна-Мария         | true
          STRASSE12            | Straße             | false
          straße99             | STRASSE            | false
          İstanbul             | istanbul           | true
          πύργος12             | ΠΎΡΓΟΣ             | true
          clairvoy             | E\u0301clair de Lune | true
          明日香明日香         | 明日香             | false
          jean_paul            | Jean_Paul Sartre   | true
          paulpaul             | Jean_Paul Sartre   | false
          🦊🦊🦊fox            | 🦊🦊🦊             | false
          aaaaaaaaaaaaaaaaaaaa | aa                 | false
          ''                   | Ada!               | true
          ''                   | Ada                | false
          x                    | ''                 | false
          ''                   | ''                 | false
          abcdefg1234          | abcdefg            | true
          ²³¹ab                | x²³¹-ab            | true
          """)
  void similarity_is_computed_as_in_django(String password, String value, boolean similar) {
    List<String> faults = faults(password, List.of(new Attribute("last name", value)));
    assertThat(faults.contains("The password is too similar to the last name.")).isEqualTo(similar);
  }

  @Test
  void length_is_counted_in_code_points() {
    assertThat(faults("🦊🐻🐼🐨🐯🦁🐮", List.of())).containsExactly(TOO_SHORT);
    assertThat(faults("🦊🐻🐼🐨🐯🦁🐮🐷", List.of())).isEmpty();
    assertThat(faults("", List.of())).containsExactly(TOO_SHORT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bigpimpin1", "desadesa", "z k.lovemom", "PassWord", " \u00A0password\u0085\n"})
  void a_common_password_is_refused_in_any_case_and_with_white_space_around_it(String password) {
    assertThat(faults(password.replace("desadesa", "desadesa"), List.of())).contains(COMMON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bigpimpin1\nmewtwo", "bigpimpin12", "igpimpin1", "\n\n", "        "})
  void only_whole_entries_of_the_list_count_as_common_passwords(String password) {
    assertThat(faults(password, List.of())).doesNotContain(COMMON);
  }

  @Test
  void the_list_of_common_passwords_equals_djangos() throws Exception {
    try (var list = PasswordPolicy.class.getResourceAsStream("common-passwords.txt")) {
      assertThat(new String(list.readAllBytes(), UTF_8).lines())
          .hasSize(19_727)
          .contains("bigpimpin1", "chobits");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8675309867530986",
        "٠١٢٣٤٥٦٧٨٩٠١",
        "²³¹²³¹²³¹²",
        "①②③④⑤⑥⑦⑧⑨",
        "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖"
      })
  void a_password_of_digits_of_any_script_is_numeric(String password) {
    assertThat(faults(password, List.of())).containsExactly(NUMERIC);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-8675309867", "8675309.867", "ⅣⅣⅣⅣⅣⅣⅣⅣ", "½½½½½½½½", "四四四四四四四四"})
  void a_password_of_numerals_that_are_not_digits_is_not_numeric(String password) {
    assertThat(faults(password, List.of())).isEmpty();
  }
}
