package io.steward.settings;

import java.util.List;

/** Refuses the start and tells everything that is wrong with the settings, one fault a line. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Takes faults of one line each, none of which shows a secret. */
  public SettingsException(List<String> faults) {
    super(String.join("\n", faults));
  }

  /** Every fault, in the order of the message. */
  public List<String> faults() {
    return String.valueOf(getMessage()).lines().toList();
  }
}
