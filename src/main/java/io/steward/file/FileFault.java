package io.steward.file;

/** Why a file cannot be used, in words that follow on its name and show nothing of a secret. */
public final class FileFault extends Exception {
  private static final long serialVersionUID = 1L;

  public FileFault(String message) {
    super(message);
  }

  /** Goes on if that is so, and complains else. */
  public static void demand(boolean condition, String complaint) throws FileFault {
    if (!condition) {
      throw new FileFault(complaint);
    }
  }
}
