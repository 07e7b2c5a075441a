package io.steward.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.steward.problem.ProblemException;
import io.steward.testing.TestClock;
import io.steward.testing.TestTokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessTokenVerifierTest {
  private final TestClock clock = new TestClock(Instant.ofEpochSecond(TokenForge.NOW));
  private final AccessTokenVerifier verifier = TestTokens.verifier(TokenForge.settings(), clock);
  private final String good = TokenForge.token(TokenForge.json(TokenForge.claims()));

  private String issued(Subject subject, String sessionId) {
    return TestTokens.issue(TokenForge.settings(), clock, subject, sessionId);
  }

  @Test
  void an_issued_token_is_verified_with_all_its_claims() {
    AccessToken token = verifier.verify(issued(TokenForge.ADA, "the-session"));
    assertThat(token.subject()).isEqualTo(TokenForge.ADA);
    assertThat(token.sessionId()).isEqualTo("the-session");
    assertThat(token.getName()).isEqualTo("7");
    assertThat(token.expiresAt() - token.issuedAt()).isEqualTo(3000);
  }

  @Test
  void no_two_tokens_share_an_id() {
    AccessToken one = verifier.verify(issued(TokenForge.ADA, "s"));
    AccessToken two = verifier.verify(issued(TokenForge.ADA, "s"));
    assertThat(one.tokenId()).isNotEqualTo(two.tokenId());
  }

  @Test
  void a_token_that_is_too_long_is_not_issued() {
    Set<String> groups =
        IntStream.range(0, 40).mapToObj(i -> "g".repeat(90) + i).collect(Collectors.toSet());
    Subject busy = new Subject(7, "ada@golden.example", "Ada Lovelace", groups, false);
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> issued(busy, "s"));
  }

  @Test
  void claims_in_any_order_and_unknown_claims_are_accepted() {
    Map<String, String> claims = TokenForge.claims();
    claims.put("amr", "[\"pwd\",[1,null]]");
    claims.put("iss", claims.remove("iss"));
    assertThat(verifier.verify(TokenForge.token(TokenForge.json(claims))).getName()).isEqualTo("7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{ }",
        "{\"a\":1}",
        "{\"act\":{\"sub\":\"1\"},\"exp\":{\"exp\":[null,{}]}}",
        "[{\"a\":1},{\"a\":1}]",
        "[[],{},[{}]]",
        "{ \"\" : -1.5e3 , \"\\u00e9\" : \"é\" }",
        "true",
        "null",
        "-0.5"
      })
  void an_unknown_claim_of_any_type_is_accepted(String value) {
    for (String name : List.of("extra", "cnf", "token_version2", "")) {
      Map<String, String> claims = new LinkedHashMap<>();
      claims.put(name, value);
      claims.putAll(TokenForge.claims());
      claims.put("last", value);
      assertThat(verifier.verify(TokenForge.token(TokenForge.json(claims))).getName())
          .isEqualTo("7");
    }
  }

  @ParameterizedTest
  @CsvSource({"[,]", "{\"a\":,}", "[{\"a\":,}]"})
  void an_unknown_claim_may_nest_32_deep(String open, String close) {
    int levels = open.startsWith("[{") ? 16 : 32;
    Map<String, String> claims = TokenForge.claims();
    claims.put("extra", open.repeat(levels) + "1" + close.repeat(levels));
    verifier.verify(TokenForge.token(TokenForge.json(claims)));
    claims.put("extra", open.repeat(levels) + "[]" + close.repeat(levels));
    assertRefused(TokenForge.token(TokenForge.json(claims)), TokenFault.MALFORMED);
  }

  @Test
  void white_space_between_claims_is_accepted() {
    String compact = TokenForge.json(TokenForge.claims());
    for (int blanks = 1; blanks <= 16; blanks++) {
      String spaced = compact.replace(",\"", "," + " ".repeat(blanks) + "\"");
      assertThat(verifier.verify(TokenForge.token(spaced)).getName()).isEqualTo("7");
    }
  }

  @Test
  void a_token_is_refused_from_the_second_it_expires() {
    clock.advance(Duration.ofSeconds(2999));
    assertThat(verifier.verify(good).getName()).isEqualTo("7");
    clock.advance(Duration.ofSeconds(1));
    assertRefused(good, TokenFault.EXPIRED);
  }

  @Test
  void leeway_extends_both_nbf_and_exp() {
    AccessTokenVerifier lenient =
        TestTokens.verifier(TokenForge.settings(Map.of("jwt.leeway", "10")), clock);
    clock.advance(Duration.ofSeconds(-10));
    assertThat(lenient.verify(good).getName()).isEqualTo("7");
    clock.advance(Duration.ofSeconds(-1));
    assertThatExceptionOfType(InvalidTokenException.class).isThrownBy(() -> lenient.verify(good));
    clock.advance(Duration.ofSeconds(11 + 3000 + 9));
    assertThat(lenient.verify(good).getName()).isEqualTo("7");
    clock.advance(Duration.ofSeconds(1));
    assertThatExceptionOfType(InvalidTokenException.class).isThrownBy(() -> lenient.verify(good));
  }

  @Test
  void a_token_with_another_key_or_algorithm_is_malformed() {
    for (Map<String, String> other :
        List.of(
            Map.of("jwt.secret", "another-secret-of-good-length-Xy7Qw3Lk9"),
            Map.of(
                "jwt.algorithm",
                "HS384",
                "jwt.secret",
                "another-secret-of-good-length-Xy7Qw3Lk9-and-some-more"))) {
      String foreign = TestTokens.issue(TokenForge.settings(other), clock, TokenForge.ADA, "s");
      assertRefused(foreign, TokenFault.MALFORMED);
    }
  }

  static Stream<String> headers() {
    String own =
        new String(Base64.getUrlDecoder().decode(TokenForge.header()), StandardCharsets.UTF_8);
    String open = own.substring(0, own.length() - 1);
    return Stream.of(
        own.replace("HS256", "none"),
        own.replace("HS256", "HS512"),
        own.replace("at+jwt", "JWT"),
        own.replace("at+jwt", "AT+JWT"),
        own.replace("\"kid\":\"", "\"kid\":\"x"),
        own.replace("\"alg\":\"HS256\",", ""),
        "{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}",
        open + ",\"crit\":null}",
        open + ",\"crit\":[]}",
        open + ",\"crit\":[\"b64\"],\"b64\":true}",
        open + ",\"alg\":\"HS256\"}",
        open + ",\"jwk\":{\"kty\":\"oct\",\"k\":\"AA\"}}",
        open + ",}",
        " " + own,
        "[]",
        "");
  }

  @ParameterizedTest
  @MethodSource("headers")
  void a_header_that_differs_in_any_character_is_refused(String header) {
    String payload = TokenForge.base64url(TokenForge.json(TokenForge.claims()));
    assertRefused(
        TokenForge.signed(TokenForge.base64url(header) + "." + payload), TokenFault.MALFORMED);
  }

  static Stream<String> spellings() {
    String good = TokenForge.token(TokenForge.json(TokenForge.claims()));
    String header = good.substring(0, good.indexOf('.'));
    String payload = good.substring(good.indexOf('.') + 1, good.lastIndexOf('.'));
    String signature = good.substring(good.lastIndexOf('.') + 1);
    String input = header + "." + payload;
    return Stream.of(
        "",
        ".",
        "..",
        header,
        header + ".",
        header + "..",
        input,
        input + ".",
        input + "." + signature + ".",
        good + ".x",
        good + "=",
        good + " ",
        " " + good,
        good + "\n",
        good.toLowerCase(Locale.ROOT),
        good.replace('.', ':'),
        input + "." + signature.replace('-', '+').replace('_', '/') + "+",
        input + "." + unusedBits(signature),
        input + "." + signature.substring(1),
        input + "." + new StringBuilder(signature).reverse(),
        input + "." + signature.substring(0, 10) + "\u0141" + signature.substring(11),
        input + "." + signature.substring(0, 10) + "%" + signature.substring(10),
        header + "." + payload.substring(0, 9) + "é" + payload.substring(10) + "." + signature,
        // These tokens have valid signatures, so only the strict base64url check refuses them.
        TokenForge.signed(header + "." + payload + "="),
        TokenForge.signed(header + "." + payload + "=="),
        TokenForge.signed(header + "." + padded(TokenForge.json(TokenForge.claims()))),
        TokenForge.signed(header + "." + payload.substring(0, 8) + "*" + payload.substring(8)),
        TokenForge.signed(header + "." + payload.substring(0, 8) + "\n" + payload.substring(8)),
        TokenForge.signed(header + "." + payload + "." + payload),
        TokenForge.signed(header + "."),
        TokenForge.signed(header + ".A"),
        TokenForge.signed(header + "." + unusedBitsInPayload()));
  }

  private static String padded(String json) {
    return Base64.getUrlEncoder().encodeToString((json + " ").getBytes(StandardCharsets.UTF_8));
  }

  /** The last of the 43 characters carries two bits that must be zero. */
  private static String unusedBits(String signature) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char last = signature.charAt(signature.length() - 1);
    return signature.substring(0, signature.length() - 1)
        + alphabet.charAt(alphabet.indexOf(last) + 1);
  }

  private static String unusedBitsInPayload() {
    StringBuilder json = new StringBuilder(TokenForge.json(TokenForge.claims()));
    while (json.length() % 3 != 2) {
      json.append(' ');
    }
    return unusedBits(TokenForge.base64url(json.toString()));
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void a_token_with_another_spelling_is_refused(String token) {
    assertRefused(token, TokenFault.MALFORMED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        // A wrong issuer, audience or time.
        "iss | \"other\" | REFUSED",
        "iss | \"Steward\" | REFUSED",
        "iss | [\"steward\"] | REFUSED",
        "iss | null | REFUSED",
        "aud | \"other\" | REFUSED",
        "aud | [\"steward\"] | REFUSED",
        "aud | [\"steward\",\"other\"] | REFUSED",
        "aud | 5 | REFUSED",
        "iat | \"x\" | REFUSED",
        "iat | 1800000000.5 | REFUSED",
        "iat | 1799999999 | REFUSED",
        "iat | -1 | REFUSED",
        "nbf | 1800000001 | REFUSED",
        "nbf | null | REFUSED",
        "nbf | 1e3 | REFUSED",
        "exp | \"1800003000\" | REFUSED",
        "exp | \"soon\" | REFUSED",
        "exp | null | REFUSED",
        "exp | true | REFUSED",
        "exp | 1800003000.0 | REFUSED",
        "exp | 1.8e9 | REFUSED",
        "exp | 1e999999999 | REFUSED",
        "exp | 99999999999999999999999 | REFUSED",
        "exp | 9223372036854775807 | REFUSED",
        "exp | 1800003001 | REFUSED",
        "exp | [1800003000] | REFUSED",
        "exp | 1800000000 | EXPIRED",
        "exp | 0 | EXPIRED",
        // Claims that Steward never issues in this form.
        "sub | 7 | MALFORMED",
        "sub | \"07\" | MALFORMED",
        "sub | \"8\" | MALFORMED",
        "sub | \"\" | MALFORMED",
        "user_id | 8 | MALFORMED",
        "user_id | \"7\" | MALFORMED",
        "user_id | 7.0 | MALFORMED",
        "user_id | 0 | MALFORMED",
        "jti | null | MALFORMED",
        "jti | \"\" | MALFORMED",
        "sid | \"\" | MALFORMED",
        "username | \"\" | MALFORMED",
        "email | \"\" | MALFORMED",
        "sid | 5 | MALFORMED",
        "groups | \"staff\" | MALFORMED",
        "groups | [1] | MALFORMED",
        "groups | [[\"staff\"]] | MALFORMED",
        "groups | {} | MALFORMED",
        "username | {} | MALFORMED",
        "email | null | MALFORMED",
        "sub | {\"a\":1} | MALFORMED",
        "iat | {\"a\":1} | REFUSED",
        "iss | {\"a\":1} | REFUSED",
        "groups | {\"a\":1} | MALFORMED",
        "extra | {\"a\":1,\"a\":2} | MALFORMED",
        "extra | [{\"a\":{\"b\":1,\"\\u0062\":2}}] | MALFORMED",
        "extra | {\"a\":1,} | MALFORMED",
        "extra | {\"a\"} | MALFORMED",
        "extra | {a:1} | MALFORMED",
        "extra | {1:1} | MALFORMED",
        "extra | {\"a\":1 | MALFORMED",
        "extra | [1,] | MALFORMED",
        "extra | 01 | MALFORMED",
        "extra | NaN | MALFORMED",
        "extra | 'x' | MALFORMED",
      })
  void a_correctly_signed_token_with_a_wrong_claim_is_refused(
      String name, String json, TokenFault fault) {
    Map<String, String> claims = TokenForge.claims();
    claims.put(name, json);
    assertRefused(TokenForge.token(TokenForge.json(claims)), fault);
  }

  @Test
  void every_claim_except_the_name_and_email_verified_is_required() {
    Set<String> names = new HashSet<>(TokenForge.claims().keySet());
    names.removeAll(Set.of("name", "email_verified"));
    for (String name : names) {
      Map<String, String> claims = TokenForge.claims();
      claims.remove(name);
      assertThatExceptionOfType(InvalidTokenException.class)
          .as(name)
          .isThrownBy(() -> verifier.verify(TokenForge.token(TokenForge.json(claims))));
    }
  }

  @Test
  void a_token_of_a_release_without_the_claim_email_verified_is_accepted() {
    Map<String, String> claims = TokenForge.claims();
    claims.remove("email_verified");
    assertThat(verifier.verify(TokenForge.token(TokenForge.json(claims))).subject())
        .isEqualTo(TokenForge.ADA);
  }

  @Test
  void a_token_without_the_claim_name_is_accepted() {
    for (String json : List.of("", "7", "null", "[\"Ada\"]")) {
      Map<String, String> claims = TokenForge.claims();
      claims.remove("name");
      if (!json.isEmpty()) {
        claims.put("name", json);
      }
      assertThat(verifier.verify(TokenForge.token(TokenForge.json(claims))).subject().name())
          .isEmpty();
    }
  }

  @Test
  void a_user_name_too_long_for_the_token_is_left_out() {
    Set<String> groups = Set.of("g".repeat(2_400));
    Subject busy = new Subject(7, "ada@golden.example", "é".repeat(300), groups, false);
    assertThat(verifier.verify(issued(busy, "s")).subject())
        .isEqualTo(new Subject(7, "ada@golden.example", "", groups, false));
  }

  @Test
  void a_token_issued_in_the_future_does_not_live_longer() {
    Map<String, String> claims = TokenForge.claims();
    claims.put("iat", Long.toString(TokenForge.NOW + 86_400));
    claims.put("exp", Long.toString(TokenForge.NOW + 86_400 + 3000));
    assertRefused(TokenForge.token(TokenForge.json(claims)), TokenFault.REFUSED);
    claims.put("iat", Long.toString(TokenForge.NOW + 60));
    claims.put("exp", Long.toString(TokenForge.NOW + 3000));
    assertThat(verifier.verify(TokenForge.token(TokenForge.json(claims))).getName()).isEqualTo("7");
  }

  static Stream<byte[]> payloads() {
    String json = TokenForge.json(TokenForge.claims());
    String open = json.substring(0, json.length() - 1);
    return Stream.concat(
        Stream.of(
                "",
                " ",
                "null",
                "[]",
                "\"x\"",
                "{}x",
                "{",
                json + "x",
                json + json,
                json + "{}",
                open,
                open + ",}",
                open + ",\"exp\":1800003000}",
                open + ",\"e\\u0078p\":1800003000}",
                open + ",\"x\":1,\"x\":1}",
                open + ",\"x\":\"\u0001\"}",
                open + "/**/}",
                "\uFEFF" + json)
            .map(text -> text.getBytes(StandardCharsets.UTF_8)),
        Stream.of(
            json.getBytes(StandardCharsets.UTF_16BE),
            json.getBytes(StandardCharsets.UTF_16LE),
            (open + ",\"x\":\"é\"}").getBytes(StandardCharsets.ISO_8859_1)));
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void a_correctly_signed_payload_that_is_not_a_claims_set_is_refused(byte[] payload) {
    assertThatExceptionOfType(InvalidTokenException.class)
        .isThrownBy(() -> verifier.verify(TokenForge.token(payload)));
  }

  @Test
  void a_user_name_that_is_not_ascii_is_read() {
    Map<String, String> claims = TokenForge.claims();
    claims.put("email", "\"i@bücher.example\"");
    assertThat(verifier.verify(TokenForge.token(TokenForge.json(claims))).subject().email())
        .isEqualTo("i@bücher.example");
  }

  @Test
  void a_token_longer_than_four_kibibytes_is_refused() {
    String json = TokenForge.json(TokenForge.claims());
    String open = json.substring(0, json.length() - 1) + ",\"x\":\"";
    int room = AccessTokenVerifier.MAX_LENGTH - TokenForge.token(open + "\"}").length();
    String longest = TokenForge.token(open + "x".repeat(room * 3 / 4) + "\"}");
    assertThat(longest.length()).isBetween(4090, 4096);
    assertThat(verifier.verify(longest).getName()).isEqualTo("7");
    assertRefused(
        TokenForge.token(open + "x".repeat(room * 3 / 4 + 6) + "\"}"), TokenFault.MALFORMED);
  }

  private void assertRefused(String token, TokenFault fault) {
    assertThatExceptionOfType(InvalidTokenException.class)
        .as(token)
        .isThrownBy(() -> verifier.verify(token))
        .satisfies(refusal -> assertThat(refusal.fault()).isEqualTo(fault));
  }
}
