package io.steward.settings.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** The sources of settings, read once. A setting comes from the first source that has it. */
public final class SettingSources {
  private final List<SettingSource> sources;

  private SettingSources(List<SettingSource> sources) {
    this.sources = List.copyOf(sources);
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
    SettingSource declared = SettingSource.ofParameters(parameters);
    SettingSources all = new SettingSources(List.of(declared)).and(ofProcess().sources);
    return declared.find(Setting.CONFIG).map(SettingsFile::read).map(all::and).orElse(all);
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
    SettingSources process =
        new SettingSources(
            List.of(
                SettingSource.ofJndi(jndi),
                SettingSource.ofProperties(properties),
                SettingSource.ofEnvironment(environment)));
    return process.find(Setting.CONFIG).map(SettingsFile::read).map(process::and).orElse(process);
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
    return sources.stream().flatMap(source -> source.find(setting).stream()).findFirst();
  }

  private SettingSources and(SettingSource last) {
    return and(List.of(last));
  }

  private SettingSources and(List<SettingSource> last) {
    List<SettingSource> all = new ArrayList<>(sources);
    all.addAll(last);
    return new SettingSources(all);
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
