package io.steward.settings.source;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** The sources of settings, read once. A setting comes from the first source that has it. */
public final class SettingSources {
  /**
   * For each option, the setting that it overrides. A person gives an option for one command, so
   * the option wins.
   */
  private static final Map<Setting, Setting> ALTERNATIVES =
      Map.of(
          Setting.DATABASE_URL, Setting.DATABASE_JNDI,
          Setting.DATABASE_PASSWORD_FILE, Setting.DATABASE_PASSWORD);

  private final List<SettingSource> places;
  private final List<SettingSource> sources;

  /**
   * These places, and the file that STEWARD_CONFIG names in one of them.
   *
   * @param hidden settings that count as missing
   */
  private SettingSources(List<SettingSource> places, Set<Setting> hidden) {
    this.places = List.copyOf(places);
    Stream<SettingSource> file =
        find(places, Setting.CONFIG).map(SettingsFile::read).map(f -> f.without(hidden)).stream();
    this.sources =
        Stream.concat(places.stream().map(place -> place.without(hidden)), file).toList();
  }

  /**
   * JNDI, the system properties, the environment, and the file that STEWARD_CONFIG names in one of
   * these.
   */
  public static SettingSources ofProcess() {
    Map<String, String> properties =
        System.getProperties().stringPropertyNames().stream()
            .filter(name -> System.getProperty(name) != null)
            .collect(Collectors.toMap(name -> name, name -> System.getProperty(name, "")));
    return of(SettingSources::lookUp, properties, System.getenv());
  }

  /**
   * A filter's init-params, then the sources of {@link #ofProcess}.
   *
   * @param parameters by bare keys such as {@code jwt.issuer}
   */
  public static SettingSources ofFilter(Map<String, String> parameters) {
    List<SettingSource> all = new ArrayList<>(List.of(SettingSource.ofParameters(parameters)));
    all.addAll(ofProcess().places);
    return new SettingSources(all, Set.of());
  }

  /**
   * These sources after the options of a command. An option also hides the settings that would
   * contradict it.
   */
  public SettingSources with(Map<Setting, String> options) {
    Set<Setting> hidden = EnumSet.noneOf(Setting.class);
    options.keySet().forEach(o -> Optional.ofNullable(ALTERNATIVES.get(o)).ifPresent(hidden::add));
    List<SettingSource> all = new ArrayList<>(List.of(SettingSource.ofOptions(options)));
    all.addAll(places);
    return new SettingSources(all, hidden);
  }

  /**
   * The sources of {@link #ofProcess}, but with the given values.
   *
   * @param jndi looks up a full JNDI name; null if it is not bound
   * @param properties by names such as {@code steward.jwt.leeway}; other names are ignored
   * @param environment by names such as {@code STEWARD_JWT_LEEWAY}; other names are ignored
   */
  public static SettingSources of(
      Function<String, @Nullable Object> jndi,
      Map<String, String> properties,
      Map<String, String> environment) {
    return new SettingSources(
        List.of(
            SettingSource.ofJndi(jndi),
            SettingSource.ofProperties(properties),
            SettingSource.ofEnvironment(environment)),
        Set.of());
  }

  /**
   * The unchecked text of a setting; empty if no source has the setting, even if it has a default.
   */
  public Optional<String> value(Setting setting) {
    return find(setting).map(SettingValue::text);
  }

  /** Warnings that do not prevent the start, one line each. */
  public List<String> warnings() {
    return sources.stream().flatMap(source -> source.warnings().stream()).toList();
  }

  List<String> faults() {
    return sources.stream().flatMap(source -> source.faults().stream()).toList();
  }

  public Optional<SettingValue> find(Setting setting) {
    return find(sources, setting);
  }

  private static Optional<SettingValue> find(List<SettingSource> sources, Setting setting) {
    return sources.stream().flatMap(source -> source.find(setting).stream()).findFirst();
  }

  // Only looks up constant names. Without a container there is no JNDI, so no name is bound.
  private static @Nullable Object lookUp(String name) {
    try {
      return InitialContext.doLookup(name);
    } catch (NamingException e) {
      return null;
    }
  }

  @Override
  public String toString() {
    return sources.toString();
  }
}
