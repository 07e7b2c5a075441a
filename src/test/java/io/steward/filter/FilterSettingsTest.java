package io.steward.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.steward.filter.feed.FeedSettings;
import io.steward.filter.portal.SignInSettings;
import io.steward.settings.source.SettingsException;
import io.steward.token.portal.Portal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FilterSettingsTest {
  private static final String SECRET = "Kj8-tests-only-Qw3rTz6uIoPa9sDfGhJkL0yXcVbN";

  @TempDir private Path folder = Path.of("");

  private final Map<String, String> parameters = new HashMap<>(Map.of("jwt.secret", SECRET));

  private FilterSettings load() {
    return FilterSettings.load(parameters);
  }

  private List<String> faults() {
    return catchThrowableOfType(SettingsException.class, this::load).faults();
  }

  private void feed(String secretFile) {
    parameters.put("revocations.url", "https://id.example.com/revocations");
    parameters.put("revocations.client", "portal:1");
    parameters.put("revocations.secret_file", secretFile);
  }

  @Test
  void settings_without_init_params_come_from_stewards_sources() {
    FilterSettings settings = load();
    assertThat(settings.verifier().jwt().issuer()).isEqualTo("steward");
    assertThat(settings.verifier().staleness()).hasSeconds(60);
    assertThat(settings.feed()).isEmpty();
    assertThat(settings.rules().isOpen("/")).isFalse();
  }

  @Test
  void init_params_have_the_names_of_stewards_settings() {
    parameters.put("jwt.issuer", " https://id.example.com\n");
    parameters.put("jwt.audience", "portal");
    parameters.put("revocation.staleness", "5");
    FilterSettings settings = load();
    assertThat(settings.verifier().jwt().issuer()).isEqualTo("https://id.example.com");
    assertThat(settings.verifier().jwt().audience()).isEqualTo("portal");
    assertThat(settings.verifier().staleness()).hasSeconds(5);
  }

  @Test
  void the_key_may_come_from_a_properties_file() throws IOException {
    Path file = Files.writeString(folder.resolve("p"), "steward.jwt.secret=" + SECRET + "\n");
    parameters.remove("jwt.secret");
    parameters.put("config", file.toString());
    assertThat(load().verifier().jwt().secret().reveal()).isEqualTo(SECRET);
  }

  @Test
  void the_secret_for_the_revocation_poll_is_read_from_its_file() throws IOException {
    feed(Files.writeString(folder.resolve("secret"), "s3/cret\n").toString());
    FeedSettings feed = load().feed().orElseThrow();
    assertThat(feed.authorization().reveal())
        // Base64 of portal%3A1:s3%2Fcret
        .isEqualTo("Basic cG9ydGFsJTNBMTpzMyUyRmNyZXQ=");
    assertThat(feed.toString()).doesNotContain("cG9");
  }

  @Test
  void all_faults_are_reported_together_without_secrets() {
    parameters.put("jwt.secret", "short-but-secret");
    parameters.put("jwt.isuer", "x");
    parameters.put("public", "about");
    parameters.put("roles", "/admin");
    feed(folder.resolve("none").toString());
    parameters.put("revocations.url", "ftp://id.example.com/");
    parameters.remove("revocations.client");
    assertThat(faults())
        .hasSize(7)
        .anyMatch(fault -> fault.contains("init-param public: \"about\""))
        .anyMatch(fault -> fault.contains("init-param roles: \"/admin\""))
        .anyMatch(fault -> fault.contains("revocations.url must be a URL"))
        .anyMatch(fault -> fault.contains("revocations.client must be the id"))
        .anyMatch(
            fault ->
                fault.startsWith(
                    "init-param revocations.secret_file names the file "
                        + folder.resolve("none")
                        + ", which does not exist"))
        .anyMatch(
            fault -> fault.contains("\"jwt.isuer\" is not a setting: did you mean jwt.issuer?"))
        .anyMatch(fault -> fault.contains("STEWARD_JWT_SECRET (init-param) is shorter"))
        .noneMatch(fault -> fault.contains("short-but"));
  }

  @Test
  void an_incomplete_declaration_of_the_revocation_poll_is_a_fault() {
    parameters.put("revocations.client", "portal");
    assertThat(faults()).hasSize(2);
    for (String url :
        List.of(
            "",
            "/revocations",
            "http:///x",
            "http://u:p@h/",
            "x",
            "http://h/#f",
            "http://h/revocations/")) {
      feed("");
      parameters.put("revocations.url", url);
      assertThat(faults()).as(url).hasSize(2).first().asString().contains("must be a URL");
    }
  }

  @Test
  void a_filter_without_a_key_reports_one_fault() {
    parameters.clear();
    assertThat(faults()).hasSize(1).first().asString().contains("STEWARD_JWT_SECRET is not set");
  }

  private void signIn(String url, String domain) throws IOException {
    feed(Files.writeString(folder.resolve("secret"), "s3cret").toString());
    parameters.put("login.url", url);
    parameters.put("portal.domain", domain);
  }

  @Test
  void a_sign_in_page_lets_people_in_with_the_cookie_of_their_domain() throws IOException {
    signIn("https://accounts.example.com/steward/login/", "Example.com");
    SignInSettings signIn = load().signIn().orElseThrow();
    assertThat(signIn.url()).isEqualTo("https://accounts.example.com/steward/login/");
    assertThat(signIn.portal()).isEqualTo(new Portal("example.com", true));
    assertThat(signIn.lifetime()).hasHours(12);
  }

  @Test
  void without_a_sign_in_page_no_cookie_is_accepted() throws IOException {
    Path file = Files.writeString(folder.resolve("p"), "steward.portal.domain=example.com\n");
    parameters.put("config", file.toString());
    assertThat(load().signIn()).isEmpty();
    parameters.put("portal.domain", "example.com");
    assertThat(faults())
        .containsExactly("init-param portal.domain has no effect without login.url");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/login/",
        "http://accounts.example.com/login/",
        "https:///login/",
        "https://accounts.example.com",
        "https://accounts.example.com/",
        "https://accounts.example.com/login/?to=x",
        "https://accounts.example.com/login/#x",
        "https://u:p@accounts.example.com/login/",
        "https://accounts.example.com/ login/"
      })
  void a_sign_in_page_with_another_form_is_a_fault(String url) throws IOException {
    signIn(url, "example.com");
    assertThat(faults()).singleElement().asString().contains("login.url must be Steward's");
  }

  @ParameterizedTest
  @ValueSource(strings = {"com", "example.com:443", ".example.com", "192.0.2.7", "bücher.de"})
  void a_sign_in_page_needs_the_domain_of_the_portals(String domain) throws IOException {
    signIn("https://accounts.example.com/login/", domain);
    assertThat(faults()).singleElement().asString().contains("needs STEWARD_PORTAL_DOMAIN");
    parameters.remove("portal.domain");
    assertThat(faults()).singleElement().asString().contains("needs STEWARD_PORTAL_DOMAIN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.org", "ccounts.example.com", "x.accounts.example.com"})
  void a_sign_in_page_outside_the_domain_is_a_fault(String domain) throws IOException {
    signIn("https://accounts.example.com/login/", domain);
    assertThat(faults()).singleElement().asString().contains("login.url must lie in");
  }

  @Test
  void a_sign_in_page_needs_the_revocations() {
    parameters.put("login.url", "https://accounts.example.com/login/");
    parameters.put("portal.domain", "example.com");
    assertThat(faults()).singleElement().asString().contains("login.url needs revocations.url");
  }
}
