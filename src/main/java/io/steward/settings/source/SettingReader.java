package io.steward.settings.source;

import io.steward.file.FileFault;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads settings one by one and collects all faults, so that they are reported together. */
public final class SettingReader {
  private static final Pattern SWITCH = Pattern.compile("on|off");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

  private final SettingSources sources;
  private final Set<Setting> dispensable;
  private final Set<Setting> used;
  private final List<String> faults;

  public SettingReader(SettingSources sources) {
    this(sources, Set.of());
  }

  /**
   * Reads settings; {@code dispensable} settings may be missing, although they are usually
   * required.
   */
  public SettingReader(SettingSources sources, Set<Setting> dispensable) {
    this(sources, dispensable, EnumSet.allOf(Setting.class));
  }

  private SettingReader(SettingSources sources, Set<Setting> dispensable, Set<Setting> used) {
    this.sources = sources;
    this.dispensable = dispensable;
    this.used = used;
    this.faults = new ArrayList<>(sources.faults());
  }

  /** Reads only the {@code used} settings; the others have their defaults and may be missing. */
  public static SettingReader only(SettingSources sources, Set<Setting> used) {
    return new SettingReader(sources, EnumSet.complementOf(EnumSet.copyOf(used)), used);
  }

  /** Throws if there was a fault; the values read before are then unusable. */
  public void finish() {
    if (!faults.isEmpty()) {
      throw new SettingsException(faults);
    }
  }

  /** Reports a missing setting that is required, unless a faulty file may be the reason. */
  public void missing(Setting setting, String fault) {
    if (!dispensable.contains(setting) && sources.faults().isEmpty()) {
      fault(fault);
    }
  }

  public void fault(String fault) {
    faults.add(fault);
  }

  /** The unchecked value from the sources or the default. */
  public Optional<SettingValue> find(Setting setting) {
    Optional<SettingValue> given =
        used.contains(setting) ? sources.find(setting) : Optional.empty();
    return given.or(
        () -> setting.defaultValue().map(text -> new SettingValue(setting, text, "default")));
  }

  /** The value; empty if it is missing or not well formed. */
  public Optional<SettingValue> value(Setting setting) {
    Optional<SettingValue> found = find(setting);
    Optional<String> complaint = found.flatMap(SettingValue::complaint);
    complaint.ifPresent(what -> found.ifPresent(value -> fault(value.fault(what))));
    return complaint.isPresent() ? Optional.empty() : found;
  }

  /** The text; empty if it is missing, not well formed or does not match the rule. */
  public Optional<String> text(Setting setting, Pattern rule, String demand) {
    Optional<SettingValue> value = value(setting);
    if (value.isPresent() && !rule.matcher(value.get().text()).matches()) {
      refuse(value.get(), demand);
      return Optional.empty();
    }
    return value.map(SettingValue::text);
  }

  /** The number; {@code least} if it is missing or faulty. */
  public int number(Setting setting, int least, int most, String unit) {
    Optional<SettingValue> value = value(setting);
    if (value.isEmpty()) {
      return least;
    }
    String text = value.get().text();
    int number = DIGITS.matcher(text).matches() ? Integer.parseInt(text) : -1;
    if (number < least || number > most) {
      String range =
          String.format(Locale.ROOT, "must be a whole number%s from %d to %d", unit, least, most);
      refuse(value.get(), range);
      return least;
    }
    return number;
  }

  /** Whether the setting is {@code on}; false if it is missing or faulty. */
  public boolean isOn(Setting setting) {
    return text(setting, SWITCH, "must be on or off").filter("on"::equals).isPresent();
  }

  /** A number of seconds. */
  public Duration seconds(Setting setting, int least, int most) {
    return Duration.ofSeconds(number(setting, least, most, " of seconds"));
  }

  /** The absolute path of a file, which need not exist; empty if it is missing or faulty. */
  public Optional<Path> file(Setting setting) {
    Optional<SettingValue> value = value(setting);
    try {
      return value.map(file -> Path.of(file.text()).toAbsolutePath().normalize());
    } catch (InvalidPathException e) {
      value.ifPresent(file -> refuse(file, "must be the path of a file"));
      return Optional.empty();
    }
  }

  /**
   * The file that the second setting names, instead of the secret itself; empty if none is named.
   */
  public Optional<SecretFile> secretFile(Setting secret, Setting named) {
    Optional<SettingValue> direct = find(secret);
    Optional<SettingValue> name = find(named);
    if (direct.isPresent() && name.isPresent()) {
      fault(
          "%s and %s are both set: remove one".formatted(direct.get().label(), name.get().label()));
    }
    return file(named).map(path -> new SecretFile(path, secret, named));
  }

  /** The content of a secret's file, checked like the value of the setting; empty on a fault. */
  public Optional<SettingValue> content(SecretFile file, Setting named) {
    try {
      SettingValue value = file.value();
      Optional<String> complaint = value.complaint();
      complaint.ifPresent(what -> fault(value.fault(what)));
      return complaint.isPresent() ? Optional.empty() : Optional.of(value);
    } catch (FileFault e) {
      fault(file.file().message(e));
      return Optional.empty();
    }
  }

  public void refuse(SettingValue value, String demand) {
    String not = value.setting().isSecret() ? "" : ", not " + value.shown();
    fault(value.fault(demand + not + kubernetes(value.text())));
  }

  // For a service named steward-http, Kubernetes sets its own STEWARD_HTTP_PORT in every pod.
  private static String kubernetes(String text) {
    return text.startsWith("tcp://") ? ": set enableServiceLinks: false for the pod" : "";
  }
}
