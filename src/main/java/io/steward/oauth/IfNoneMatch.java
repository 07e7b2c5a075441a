package io.steward.oauth;

import java.util.Collections;
import java.util.Enumeration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The entity tags of {@code If-None-Match} (RFC 9110, 13.1.2), compared weakly. A malformed list
 * names no tag, so its sender gets the whole response; the parser of JAX-RS would throw.
 *
 * @param list the values of all headers, separated by commas
 */
record IfNoneMatch(String list) {
  private static final String ETAG = "(?:W/)?\"[\\x21\\x23-\\x7E\\x80-\\xFF]*+\"";

  private static final Pattern NEXT =
      Pattern.compile("\\G[ \\t,]*+(" + ETAG + ")(?=[ \\t]*+(?:,|\\z))");

  static IfNoneMatch of(Enumeration<String> headers) {
    return new IfNoneMatch(String.join(",", Collections.list(headers)));
  }

  /**
   * Whether the list contains a tag.
   *
   * @param tag without quotes
   */
  boolean contains(String tag) {
    if (list.strip().equals("*")) {
      return true;
    }
    Matcher next = NEXT.matcher(list);
    while (next.find()) {
      if (next.group(1).endsWith("\"" + tag + "\"")) {
        return true;
      }
    }
    return false;
  }
}
