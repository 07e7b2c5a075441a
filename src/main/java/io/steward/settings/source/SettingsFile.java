package io.steward.settings.source;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
      parse(Files.readString(Path.of(config.text())));
    } catch (IOException | InvalidPathException e) {
      source.fault(config.fault("names the file " + config.shown() + ", which " + reason(e)));
    }
  }

  private static String reason(Exception e) {
    if (e instanceof NoSuchFileException) {
      return "does not exist: create it or correct the path";
    }
    if (e instanceof AccessDeniedException) {
      return "this user cannot read: change its permissions";
    }
    return e instanceof CharacterCodingException
        ? "is not UTF-8: save it as UTF-8"
        : "cannot be read: give the path of a file";
  }

  private void parse(String text) throws IOException {
    refuseMeaninglessEscapes(text);
    try {
      entryByEntry().load(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text));
    } catch (IllegalArgumentException e) {
      fault("has \\u without four hexadecimal digits after it: write \\\\ for a backslash");
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
