package io.steward.cli.file;

import io.steward.audit.AuditEvent;
import io.steward.cli.installation.ChangeRecord;
import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.Terminal;
import io.steward.file.FileFault;
import io.steward.file.TextFile;
import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import io.steward.settings.source.SettingSources;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A file that a command edits: where it is, and how its faults and changes are reported. */
public record OperatorFile(
    Setting setting, Supplier<SettingSources> sources, Terminal terminal, ChangeRecord changes) {

  /**
   * The absolute path; reads only this setting, so that the file can be made before anything else.
   * Faults of the sources come first, because a setting may be missing only because of them.
   */
  Path path() {
    SettingReader reader = SettingReader.only(sources.get(), Set.of(setting));
    Optional<Path> path = reader.file(setting);
    reader.finish();
    return path.orElseThrow(
        () ->
            Refusal.failure(
                setting.environmentName() + " is not set: set it to the path of the file."));
  }

  Refusal refusal(FileFault fault) {
    return Refusal.failure(
        new TextFile(path(), setting.environmentName()).message(fault) + ".", fault);
  }

  void say(String line) {
    terminal.say(line);
  }

  /** Records the same change of several entries in the audit log. */
  void record(AuditEvent event, List<String> names) {
    changes.add(event, names);
  }
}
