package io.steward.settings;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sources for tests, with a database and a good secret in the environment to begin with. */
final class Given {
  static final String URL = "jdbc:postgresql://localhost:5432/steward";
  static final String SECRET = "q8Zt1vXw0Lr5Yb2Nc7Kd9Hf3Jg6Ms4PaUeTiRoWx";

  private final Map<String, Object> jndi = new HashMap<>();
  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  private Given() {}

  static Given nothing() {
    return new Given();
  }

  static Given enough() {
    return nothing().environment("DATABASE_URL", URL).environment("JWT_SECRET", SECRET);
  }

  Given jndi(String key, Object value) {
    jndi.put("java:comp/env/steward/" + key, value);
    return this;
  }

  Given property(String key, String value) {
    properties.put("steward." + key, value);
    return this;
  }

  Given environment(String name, String value) {
    environment.put("STEWARD_" + name, value);
    return this;
  }

  Given without(String name) {
    environment.remove("STEWARD_" + name);
    return this;
  }

  Given file(Path file) {
    return environment("CONFIG", file.toString());
  }

  SettingSources sources() {
    return SettingSources.of(jndi::get, properties, environment);
  }

  Settings settings() {
    return Settings.load(sources());
  }

  SettingsException refusal() {
    return catchThrowableOfType(SettingsException.class, this::settings);
  }

  List<String> faults() {
    return refusal().faults();
  }
}
