package io.steward.token.key;

/** Why a file of keys cannot be used, in words that show nothing of a key. */
public final class KeyFileException extends Exception {
  private static final long serialVersionUID = 1L;

  KeyFileException(String message) {
    super(message);
  }
}
