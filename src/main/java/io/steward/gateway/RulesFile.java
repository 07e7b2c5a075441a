package io.steward.gateway;

import io.steward.file.FileFault;
import io.steward.file.FileWatch;
import io.steward.file.TextFile;
import io.steward.gateway.RuleReader.Reading;
import io.steward.log.Log;
import io.steward.settings.source.SettingsException;
import java.nio.file.Path;
import java.util.List;

/** The rules file, reloaded when it changes. */
public final class RulesFile implements AutoCloseable {
  private static final Log LOG = Log.of("io.steward.gateway");

  private final TextFile file;
  private final FileWatch watch;
  private volatile Rules rules;

  /**
   * Reads the rules.
   *
   * @throws SettingsException with all faults
   */
  public RulesFile(Path path) {
    file = new TextFile(path, "STEWARD_AUTHZ_RULES");
    watch = new FileWatch(file, "rules", this::reload);
    Reading reading = firstReading();
    if (!reading.faults().isEmpty()) {
      throw new SettingsException(reading.faults().stream().map(this::fault).toList());
    }
    rules = reading.rules();
  }

  private Reading firstReading() {
    try {
      return read();
    } catch (FileFault e) {
      throw new SettingsException(List.of(file.message(e)));
    }
  }

  private String fault(String line) {
    return file.message(new FileFault("is wrong: " + line));
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

  private Reading read() throws FileFault {
    return RuleReader.read(file.text());
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
