package io.steward.settings.source;

import io.steward.file.FileFault;
import io.steward.file.TextFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** A file that contains the value of one secret setting and nothing else. */
public final class SecretFile {
  // Editors and the command echo add one line break, which is not part of the secret.
  private static final Pattern LINE_BREAK_AT_END = Pattern.compile("\\r?\\n\\z");

  private final Path path;
  private final TextFile file;
  private final Setting secret;
  private final Setting named;

  /**
   * Creates an instance.
   *
   * @param secret the setting whose value the file contains
   * @param named the setting that names the file
   */
  SecretFile(Path path, Setting secret, Setting named) {
    this.path = path;
    this.file = new TextFile(path, named.environmentName());
    this.secret = secret;
    this.named = named;
  }

  public TextFile file() {
    return file;
  }

  /** What the file contains now. */
  SettingValue value() throws FileFault {
    String text = LINE_BREAK_AT_END.matcher(file.text()).replaceFirst("");
    return new SettingValue(secret, text, named.environmentName() + " " + path);
  }

  /**
   * The secret that the file contains now.
   *
   * @throws FileFault if the file or its content cannot be used
   */
  public String read() throws FileFault {
    SettingValue value = value();
    Optional<String> complaint = value.complaint();
    FileFault.demand(complaint.isEmpty(), complaint.orElse(""));
    return value.text();
  }
}
