package io.steward.file;

/**
 * Why a file cannot be used. The message continues a sentence that begins with the file's name,
 * such as "does not exist", and contains no secret.
 */
public final class FileFault extends Exception {
  private static final long serialVersionUID = 1L;

  public FileFault(String message) {
    super(message);
  }

  /** Throws a fault with the given message if the condition is false. */
  public static void demand(boolean condition, String complaint) throws FileFault {
    if (!condition) {
      throw new FileFault(complaint);
    }
  }
}
