package io.steward.gateway;

import io.steward.token.Subject;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The headers that identify the caller to the application behind the proxy. Three kinds of
 * characters are percent-encoded as UTF-8 (RFC 3986, 2.1): characters outside printable ASCII, the
 * percent sign, and commas in group names.
 */
final class IdentityHeaders {
  private IdentityHeaders() {}

  /** The headers, with names as keys. */
  static Map<String, String> of(Subject subject) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Remote-User", Long.toString(subject.id()));
    headers.put("Remote-Email", encoded(subject.email()));
    headers.put("Remote-Email-Verified", Boolean.toString(subject.isEmailVerified()));
    headers.put("Remote-Name", encoded(subject.name()));
    headers.put("Remote-Groups", groups(subject));
    return headers;
  }

  private static String groups(Subject subject) {
    return new TreeSet<>(subject.groups())
        .stream().map(name -> encoded(name).replace(",", "%2C")).collect(Collectors.joining(","));
  }

  private static String encoded(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    StringBuilder encoded = new StringBuilder(utf8.length);
    for (int i = 0; i < utf8.length; i++) {
      // Spaces at the ends are encoded: HTTP parsers would strip them.
      boolean isWithin = i > 0 && i < utf8.length - 1;
      if ((utf8[i] > ' ' && utf8[i] <= '~' && utf8[i] != '%') || (utf8[i] == ' ' && isWithin)) {
        encoded.append((char) utf8[i]);
      } else {
        encoded.append(String.format(Locale.ROOT, "%%%02X", utf8[i]));
      }
    }
    return encoded.toString();
  }
}
