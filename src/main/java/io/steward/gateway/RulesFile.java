package io.steward.gateway;

import io.steward.file.FileFault;
import io.steward.file.FileWatch;
import io.steward.file.PrivateFile;
import io.steward.gateway.RuleReader.Reading;
import io.steward.log.Log;
import io.steward.settings.source.SettingsException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The rules file, reloaded when it changes. */
public final class RulesFile implements AutoCloseable {
  private static final Log LOG = Log.of("io.steward.gateway");
  private static final long LONGEST = 256 * 1024;

  private final Path path;
  private final FileWatch watch;
  private volatile Rules rules;

  /**
   * Reads the rules.
   *
   * @throws SettingsException with all faults
   */
  public RulesFile(Path path) {
    this.path = path;
    watch = new FileWatch(new PrivateFile(path), "rules", this::reload);
    Reading reading = read();
    if (!reading.faults().isEmpty()) {
      throw new SettingsException(
          reading.faults().stream().map(fault -> "STEWARD_AUTHZ_RULES: " + fault).toList());
    }
    rules = reading.rules();
  }

  /** The rules that apply now. */
  Rules rules() {
    return rules;
  }

  /** Begins to watch the file. */
  public void start() {
    LOG.info(rules.size() + " rules are in force");
    watch.start();
  }

  private Reading read() {
    try {
      return Files.size(path) > LONGEST
          ? unreadable("the file is too large: at most 256 KiB")
          : RuleReader.read(Files.readString(path));
    } catch (NoSuchFileException e) {
      return unreadable("the file does not exist: create it or correct the path");
    } catch (CharacterCodingException e) {
      return unreadable("the file is not UTF-8: save it as UTF-8");
    } catch (IOException e) {
      return unreadable("the file cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static Reading unreadable(String fault) {
    return new Reading(new Rules(List.of()), List.of(fault));
  }

  /**
   * Replaces the rules if the file has no fault; otherwise keeps the previous rules. A half-written
   * file is read again when it is complete.
   */
  private String reload() throws FileFault {
    Reading reading = read();
    FileFault.demand(
        reading.faults().isEmpty(), "is wrong: " + String.join("; ", reading.faults()));
    rules = reading.rules();
    return "loaded " + rules.size() + " rules";
  }

  @Override
  public void close() {
    watch.close();
  }
}
