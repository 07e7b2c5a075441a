package io.steward.file;

/** Why a file cannot be used: text that follows the file's name and contains no secret. */
public final class FileFault extends Exception {
  private static final long serialVersionUID = 1L;

  public FileFault(String message) {
    super(message);
  }

  /** Throws a fault with that message unless the condition holds. */
  public static void demand(boolean condition, String complaint) throws FileFault {
    if (!condition) {
      throw new FileFault(complaint);
    }
  }
}
