package io.steward.settings.source;

import java.util.List;

/**
 * The settings are faulty, so Steward does not start; the message lists all faults, one per line.
 */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Takes faults of one line each, which must not contain secrets. */
  public SettingsException(List<String> faults) {
    super(String.join("\n", faults));
  }

  /** Every fault, in the order of the message. */
  public List<String> faults() {
    return String.valueOf(getMessage()).lines().toList();
  }
}
