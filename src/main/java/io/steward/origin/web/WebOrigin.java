package io.steward.origin.web;

import io.steward.origin.IpAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The origin of a web page (RFC 6454, 4). Two pages belong together only if all three parts are
 * equal.
 *
 * @param host in lower case; an IPv6 address has no brackets
 */
public record WebOrigin(String scheme, String host, int port) {
  /**
   * The methods that change nothing (RFC 9110, 9.2.1), so the page that sends them does not matter.
   */
  public static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  /** The values of {@code Sec-Fetch-Site} for our own pages and for requests without a page. */
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  private static final Pattern SERIALIZED =
      Pattern.compile("(https?)://(\\[[0-9a-f:.]+]|[^\\[\\]:/?#@\\s]+)(?::([0-9]{1,5}))?");

  public WebOrigin {
    scheme = scheme.toLowerCase(Locale.ROOT);
    host = withoutBrackets(host.toLowerCase(Locale.ROOT));
  }

  private static String withoutBrackets(String host) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return IpAddress.parse(bare).map(IpAddress::text).orElse(bare);
  }

  /**
   * Parses a value of the header {@code Origin}; empty for {@code null} and for schemes that no
   * website has.
   */
  static Optional<WebOrigin> parse(String text) {
    Matcher parts = SERIALIZED.matcher(text.toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      return Optional.empty();
    }
    int usual = parts.group(1).equals("https") ? HTTPS_PORT : HTTP_PORT;
    int port = parts.group(3) == null ? usual : Integer.parseInt(parts.group(3));
    return Optional.of(new WebOrigin(parts.group(1), parts.group(2), port));
  }

  /**
   * Whether a page of another origin sent a request to this origin. Only browsers send these
   * headers, and no page can change them. {@code Sec-Fetch-Site} takes precedence; browsers omit it
   * on plain HTTP. A request with neither header comes from a client that is not a browser.
   *
   * @param fetchSites all values of the header {@code Sec-Fetch-Site}
   * @param origins all values of the header {@code Origin}
   */
  public boolean isForeign(List<String> fetchSites, List<String> origins) {
    return fetchSites.isEmpty()
        ? !origins.stream().allMatch(origin -> parse(origin).filter(this::equals).isPresent())
        : !OWN_SITES.containsAll(fetchSites);
  }
}
