package io.steward.settings.source;

import io.steward.file.FileFault;
import io.steward.file.TextFile;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The file that STEWARD_CONFIG or {@code --config} names. Its lines are those of a properties file,
 * or environment variables such as {@code STEWARD_HTTP_PORT=8080}. An unknown or repeated key is a
 * fault.
 */
final class SettingsFile {
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?<escaped>[\\s\\S])");
  private static final Pattern MEANINGLESS = Pattern.compile("[0-9A-Za-z&&[^tnrfu]]");
  private static final Pattern QUOTED =
      Pattern.compile("'(?<plain>[^']*)'|\"(?<other>[^\"\\\\]*)\"");
  private static final Pattern SWALLOWED = Pattern.compile("\n[ \\t]*(?i:steward)[_.]");
  private static final Pattern QUOTE = Pattern.compile("['\"\\\\]");

  private final SettingSource source;
  private final Map<Setting, Integer> seen = new EnumMap<>(Setting.class);

  private SettingsFile(SettingSource source) {
    this.source = source;
  }

  static SettingSource read(SettingValue config) {
    SettingSource source = new SettingSource("file " + config.shown());
    config
        .complaint()
        .ifPresentOrElse(
            complaint -> source.fault(config.fault(complaint)),
            () -> new SettingsFile(source).readNamedBy(config));
    return source;
  }

  private void readNamedBy(SettingValue config) {
    try {
      TextFile file = new TextFile(Path.of(config.text()), config.label());
      SettingsLine.of(file.text()).forEach(this::add);
      if (Stream.of(Setting.values()).anyMatch(s -> s.isSecret() && source.find(s).isPresent())) {
        file.exposure("settings").ifPresent(source::warning);
      }
    } catch (FileFault e) {
      source.fault(new TextFile(Path.of(config.text()), config.label()).message(e));
    } catch (InvalidPathException e) {
      source.fault(config.fault("is not the path of a file"));
    }
  }

  private void add(SettingsLine line) {
    line.variable()
        .ifPresentOrElse(variable -> addVariable(line, variable), () -> addProperty(line));
  }

  private void addVariable(SettingsLine line, SettingsLine.Variable variable) {
    Matcher quoted = QUOTED.matcher(variable.value());
    String text = variable.value();
    if (quoted.matches()) {
      text = Objects.requireNonNullElse(quoted.group("plain"), quoted.group("other"));
    } else if (QUOTE.matcher(text).find() && isOfSteward(variable.name())) {
      fault(line, "has a quote or backslash in the value: put the value between single quotes");
      return;
    }
    if (isOfSteward(variable.name())) {
      add(line, variable.name(), Setting.byEnvironmentName(variable.name()), text);
    } else {
      addOther(line, variable);
    }
  }

  private static boolean isOfSteward(String variable) {
    return variable.regionMatches(true, 0, "STEWARD_", 0, "STEWARD_".length());
  }

  // A file of environment variables may also contain variables for other programs.
  private void addOther(SettingsLine line, SettingsLine.Variable variable) {
    if (SWALLOWED.matcher(variable.value()).find()) {
      fault(line, "continues on a line that gives a setting: remove the backslash at its end");
    }
    Spelling.nearest(variable.name())
        .ifPresent(
            setting ->
                source.warning(
                    "the "
                        + place(line)
                        + ", has the variable "
                        + variable.name()
                        + ", which is ignored: write "
                        + setting.environmentName()
                        + " if you mean the setting"));
  }

  private void addProperty(SettingsLine line) {
    if (hasMeaninglessEscape(line.text())) {
      fault(line, "has a meaningless backslash: write \\\\ for a backslash");
    }
    Properties entry = new Properties();
    try {
      entry.load(new StringReader(line.text()));
    } catch (IllegalArgumentException e) {
      fault(line, "has \\u without four hexadecimal digits after it: write \\\\ for a backslash");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    entry.forEach(
        (key, text) ->
            add(line, (String) key, Setting.byPropertyName((String) key), (String) text));
  }

  // The class Properties would silently drop such a backslash and change C:\data to C:data.
  private static boolean hasMeaninglessEscape(String text) {
    return ESCAPE
        .matcher(text)
        .results()
        .anyMatch(escape -> MEANINGLESS.matcher(escape.group(1)).matches());
  }

  private void add(SettingsLine line, String key, Optional<Setting> found, String text) {
    Setting setting = found.orElse(null);
    if (setting == null) {
      refuseUnknown(line, key);
    } else if (setting == Setting.CONFIG) {
      fault(line, "sets " + key + ", but a file cannot name another file: remove it");
    } else if (seen.putIfAbsent(setting, line.number()) != null) {
      // Otherwise the last one would silently replace the first one.
      fault(
          line,
          "sets "
              + setting.environmentName()
              + " again, after line "
              + seen.get(setting)
              + ": keep one of them");
    } else {
      source.put(setting, text, place(line));
    }
  }

  // A key unlike any setting may be the second line of a secret, so it is not shown.
  private void refuseUnknown(SettingsLine line, String key) {
    if (!key.startsWith("steward.") && !isOfSteward(key) && Spelling.nearest(key).isEmpty()) {
      fault(line, "has a key that does not start with 'steward.': remove the key");
      return;
    }
    Function<Setting, String> spelling =
        key.startsWith("STEWARD_") ? Setting::environmentName : Setting::propertyName;
    fault(
        line,
        "has the unknown key "
            + SettingValue.quoted(key)
            + SettingSource.suggestion(key, spelling, ": remove it"));
  }

  private String place(SettingsLine line) {
    return source + ", line " + line.number();
  }

  private void fault(SettingsLine line, String what) {
    source.fault("The " + place(line) + ", " + what);
  }
}
