package io.steward.settings.source;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The settings from one place, and the faults of that place. */
final class SettingSource {
  private final String name;
  private final Map<Setting, SettingValue> values = new EnumMap<>(Setting.class);
  private final List<String> faults = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  SettingSource(String name) {
    this.name = name;
  }

  static SettingSource ofJndi(Function<String, @Nullable Object> lookup) {
    SettingSource source = new SettingSource("JNDI");
    for (Setting setting : Setting.values()) {
      Object found = lookup.apply(setting.jndiName());
      if (isText(found)) {
        source.put(setting, String.valueOf(found));
      } else if (found != null) {
        // Otherwise the object's toString could become the secret.
        source.fault(source.value(setting, "").fault("is not text: bind a java.lang.String there"));
      }
    }
    return source;
  }

  static SettingSource ofProperties(Map<String, String> properties) {
    SettingSource source = new SettingSource("system property");
    new TreeMap<>(properties)
        .forEach(
            (name, text) -> {
              if (name.startsWith("steward.")) {
                Setting.byPropertyName(name)
                    .ifPresentOrElse(
                        setting -> source.put(setting, text),
                        () -> source.fault(unknownProperty(name)));
              }
            });
    return source;
  }

  static SettingSource ofEnvironment(Map<String, String> environment) {
    SettingSource source = new SettingSource("environment");
    new TreeMap<>(environment)
        .forEach(
            (name, text) -> {
              if (name.startsWith("STEWARD_")) {
                Setting.byEnvironmentName(name)
                    .ifPresentOrElse(
                        setting -> source.put(setting, text),
                        // Not a fault: Kubernetes itself sets variables such as
                        // STEWARD_SERVICE_HOST.
                        () -> source.warnings.add(unknownVariable(name)));
              }
            });
    return source;
  }

  static SettingSource ofParameters(Map<String, String> parameters) {
    SettingSource source = new SettingSource("init-param");
    new TreeMap<>(parameters)
        .forEach(
            (key, text) ->
                Setting.byKey(key)
                    .ifPresentOrElse(
                        setting -> source.put(setting, text),
                        () -> source.fault(unknownParameter(key))));
    return source;
  }

  void put(Setting setting, String text) {
    put(setting, text, name);
  }

  /**
   * Adds a value.
   *
   * @param place where the source has the value
   */
  void put(Setting setting, String text, String place) {
    values.put(setting, new SettingValue(setting, text, place));
  }

  /** The same source without these settings. */
  SettingSource without(Set<Setting> settings) {
    SettingSource rest = new SettingSource(name);
    rest.values.putAll(values);
    rest.values.keySet().removeAll(settings);
    rest.faults.addAll(faults);
    rest.warnings.addAll(warnings);
    return rest;
  }

  /** The options of a command. */
  static SettingSource ofOptions(Map<Setting, String> options) {
    SettingSource source = new SettingSource("command line");
    options.forEach(source::put);
    return source;
  }

  void fault(String fault) {
    faults.add(fault);
  }

  void warning(String warning) {
    warnings.add(warning);
  }

  List<String> faults() {
    return List.copyOf(faults);
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  Optional<SettingValue> find(Setting setting) {
    return Optional.ofNullable(values.get(setting));
  }

  private SettingValue value(Setting setting, String text) {
    return new SettingValue(setting, text, name);
  }

  private static boolean isText(@Nullable Object found) {
    return found instanceof String
        || found instanceof Number
        || found instanceof Boolean
        || found instanceof Character;
  }

  private static String unknownParameter(String key) {
    return "The init-param %s is not a setting%s"
        .formatted(SettingValue.quoted(key), suggestion(key, Setting::key, ": remove it"));
  }

  private static String unknownProperty(String name) {
    return "The system property %s is not a setting%s"
        .formatted(
            SettingValue.quoted(name), suggestion(name, Setting::propertyName, ": remove it"));
  }

  private static String unknownVariable(String name) {
    return "The environment variable %s is not a setting%s"
        .formatted(
            SettingValue.quoted(name), suggestion(name, Setting::environmentName, ": ignored"));
  }

  static String suggestion(String name, Function<Setting, String> spelling, String otherwise) {
    return Spelling.nearest(name)
        .map(setting -> ": did you mean " + spelling.apply(setting) + "?")
        .orElse(otherwise);
  }

  @Override
  public String toString() {
    return name;
  }
}
