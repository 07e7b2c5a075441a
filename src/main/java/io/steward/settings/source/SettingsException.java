package io.steward.settings.source;

import java.util.List;

/** Refuses to start; the message lists all faults of the settings, one per line. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Takes faults of one line each; they must not contain secrets. */
  public SettingsException(List<String> faults) {
    super(String.join("\n", faults));
  }

  /** Every fault, in the order of the message. */
  public List<String> faults() {
    return String.valueOf(getMessage()).lines().toList();
  }
}
