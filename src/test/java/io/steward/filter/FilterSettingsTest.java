package io.steward.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.steward.settings.source.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        List.of("", "/revocations", "http:///x", "http://u:p@h/", "x", "http://h/#f")) {
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
}
