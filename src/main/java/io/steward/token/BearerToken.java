package io.steward.token;

import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import java.util.Enumeration;

/** Extracts the token from {@code Authorization} (RFC 6750, 2.1); refusals have DRF's texts. */
public final class BearerToken {
  private final String scheme;

  public BearerToken(String scheme) {
    this.scheme = scheme;
  }

  /**
   * The token of a request.
   *
   * @param headers all {@code Authorization} headers; a repeated header is refused
   * @throws ProblemException 401
   */
  public String of(Enumeration<String> headers) {
    String header = headers.hasMoreElements() ? headers.nextElement() : "";
    if (headers.hasMoreElements()) {
      throw spaces();
    }
    return of(header);
  }

  private String of(String header) {
    int end = wordEnd(header, 0);
    if (!header.substring(0, end).equalsIgnoreCase(scheme)) {
      throw new ProblemException(ProblemType.NOT_AUTHENTICATED);
    }
    int start = wordStart(header, end);
    if (start == header.length()) {
      throw new ProblemException(
          ProblemType.NOT_AUTHENTICATED, "Invalid Authorization header. No credentials provided.");
    }
    int tokenEnd = wordEnd(header, start);
    if (wordStart(header, tokenEnd) != header.length()) {
      throw spaces();
    }
    return header.substring(start, tokenEnd);
  }

  private static ProblemException spaces() {
    return new ProblemException(
        ProblemType.INVALID_TOKEN,
        "Invalid Authorization header. Credentials string should not contain spaces.");
  }

  private static int wordEnd(String text, int from) {
    // The JVM vectorises indexOf, but not a loop over characters.
    int space = text.indexOf(' ', from);
    int tab = text.indexOf('\t', from);
    int end = space < 0 || tab < 0 ? Math.max(space, tab) : Math.min(space, tab);
    return end < 0 ? text.length() : end;
  }

  private static int wordStart(String text, int from) {
    int start = from;
    while (start < text.length() && isSpace(text.charAt(start))) {
      start++;
    }
    return start;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }
}
