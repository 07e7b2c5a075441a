package io.steward.settings.source;

import io.steward.file.FileFault;
import io.steward.file.TextFile;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The properties file that STEWARD_CONFIG names. An unknown or repeated key is a fault. */
final class SettingsFile {
  private static final Pattern COMMENT_OR_ESCAPE =
      Pattern.compile("(?m)^[ \\t\\f]*[#!].*$|\\\\(?<escaped>[\\s\\S])");
  private static final Pattern MEANINGLESS = Pattern.compile("[0-9A-Za-z&&[^tnrfu]]");

  private final SettingSource source;
  private final Set<String> seen = new HashSet<>();
  private int entries;

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
      TextFile file = new TextFile(Path.of(config.text()));
      parse(file.text());
      if (Stream.of(Setting.values()).anyMatch(s -> s.isSecret() && source.find(s).isPresent())) {
        file.exposure("settings").ifPresent(source::warning);
      }
    } catch (FileFault e) {
      source.fault(config.fault("names the file " + config.shown() + ", which " + e.getMessage()));
    } catch (InvalidPathException e) {
      source.fault(config.fault("is not the path of a file"));
    }
  }

  private void parse(String text) {
    refuseMeaninglessEscapes(text);
    try {
      entryByEntry().load(new StringReader(text));
    } catch (IllegalArgumentException e) {
      fault("has \\u without four hexadecimal digits after it: write \\\\ for a backslash");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // The class Properties would silently drop such a backslash and change C:\data to C:data.
  private void refuseMeaninglessEscapes(String text) {
    Matcher matcher = COMMENT_OR_ESCAPE.matcher(text);
    boolean found = false;
    while (matcher.find() && !found) {
      String escaped = matcher.group("escaped");
      found = escaped != null && MEANINGLESS.matcher(escaped).matches();
    }
    if (found) {
      fault("has a meaningless backslash: write \\\\ for a backslash");
    }
  }

  // Otherwise, of two equal keys, the last one would silently replace the first one.
  private Properties entryByEntry() {
    return new Properties() {
      private static final long serialVersionUID = 1L;

      @Override
      public synchronized @Nullable Object put(Object key, Object value) {
        add((String) key, (String) value);
        return null;
      }
    };
  }

  private void add(String key, String text) {
    entries++;
    Setting setting = Setting.byPropertyName(key).orElse(null);
    if (setting == null) {
      refuseUnknown(key);
    } else if (setting == Setting.CONFIG) {
      fault("sets steward.config, but a file cannot name another file: remove it");
    } else if (!seen.add(key)) {
      fault("sets " + setting.environmentName() + " (" + key + ") twice: keep one of them");
    } else {
      source.put(setting, text);
    }
  }

  // A key unlike any setting may be the second line of a secret, so it is not shown.
  private void refuseUnknown(String key) {
    if (!key.startsWith("steward.") && Spelling.nearest(key).isEmpty()) {
      source.fault(
          String.format(
              Locale.ROOT,
              "In the %s, entry %d has a key that does not start with 'steward.': remove the key",
              source,
              entries));
      return;
    }
    fault(
        "has the unknown key "
            + SettingValue.quoted(key)
            + SettingSource.suggestion(key, Setting::propertyName, ": remove it"));
  }

  private void fault(String what) {
    source.fault("The " + source + " " + what);
  }
}
