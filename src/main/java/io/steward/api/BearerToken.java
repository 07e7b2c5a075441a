package io.steward.api;

import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import java.util.Enumeration;

/** The token in an {@code Authorization} header (RFC 6750, 2.1), with the refusals of DRF. */
public final class BearerToken {
  private final String scheme;

  public BearerToken(String scheme) {
    this.scheme = scheme;
  }

  /**
   * The one token that was sent.
   *
   * @param headers all the headers of that name; a container would pick the first and hide the rest
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
    // Searched for by the processor's vector instructions, of which a loop of ours has none.
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
