package io.steward.settings;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.steward.settings.source.SettingSources;
import io.steward.settings.source.SettingsException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings for tests. {@link #enough} starts with a database and a good secret in the environment.
 */
public final class Given {
  static final String URL = "jdbc:postgresql://localhost:5432/steward";
  public static final String SECRET = "q8Zt1vXw0Lr5Yb2Nc7Kd9Hf3Jg6Ms4PaUeTiRoWx";

  private final Map<String, Object> jndi = new HashMap<>();
  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  private Given() {}

  public static Given nothing() {
    return new Given();
  }

  public static Given enough() {
    return nothing().environment("DATABASE_URL", URL).environment("JWT_SECRET", SECRET);
  }

  public Given jndi(String key, Object value) {
    jndi.put("java:comp/env/steward/" + key, value);
    return this;
  }

  public Given property(String key, String value) {
    properties.put("steward." + key, value);
    return this;
  }

  public Given environment(String name, String value) {
    environment.put("STEWARD_" + name, value);
    return this;
  }

  public Given without(String name) {
    environment.remove("STEWARD_" + name);
    return this;
  }

  public Given file(Path file) {
    return environment("CONFIG", file.toString());
  }

  public SettingSources sources() {
    return SettingSources.of(jndi::get, properties, environment);
  }

  public Settings settings() {
    return Settings.load(sources());
  }

  SettingsException refusal() {
    return catchThrowableOfType(SettingsException.class, this::settings);
  }

  public List<String> faults() {
    return refusal().faults();
  }
}
