package io.steward.oauth.client;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Enumeration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client's id and secret from HTTP Basic (RFC 7617), each form-encoded (RFC 6749, 2.3.1). */
record BasicCredentials(String id, ClientSecret secret) {
  private static final Pattern HEADER =
      Pattern.compile("basic +([0-9A-Za-z+/]{1,1024}={0,2}) *", Pattern.CASE_INSENSITIVE);

  /**
   * The credentials of a request; empty if there are none or they are malformed.
   *
   * @param headers all {@code Authorization} headers
   */
  static Optional<BasicCredentials> of(Enumeration<String> headers) {
    String header = headers.hasMoreElements() ? headers.nextElement() : "";
    Matcher basic = HEADER.matcher(header);
    if (headers.hasMoreElements() || !basic.matches()) {
      return Optional.empty();
    }
    try {
      byte[] pair = Base64.getDecoder().decode(basic.group(1));
      return split(new String(pair, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<BasicCredentials> split(String pair) {
    int colon = pair.indexOf(':');
    return colon < 0
        ? Optional.empty()
        : Optional.of(
            new BasicCredentials(
                decoded(pair.substring(0, colon)),
                new ClientSecret(decoded(pair.substring(colon + 1)))));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
