package io.steward.gateway;

import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.token.portal.PortalAddress;
import io.steward.uri.PlainPath;
import io.steward.uri.host.HostName;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The request that the proxy received.
 *
 * @param host the host in its canonical form, without a port; empty if the proxy sends no host
 * @param path the decoded path; paths with more than one spelling are refused earlier
 * @param port a colon and the port after the host; may be empty
 * @param target the path and the query as they were sent
 */
record OriginalRequest(
    String method, Optional<String> host, String path, String port, String target) {
  private static final Set<String> SCHEMES = Set.of("http", "https", "ws", "wss");
  private static final Pattern METHOD = Pattern.compile("[A-Z]{1,32}");
  private static final Pattern ASCII = Pattern.compile("[\\x00-\\x7f]*");
  private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}\\z");

  /**
   * Reads {@code X-Original-Method}, {@code X-Original-URI} and the optional {@code
   * X-Original-Host}.
   */
  static OriginalRequest named(SentHeaders headers) {
    return of(
        headers.one("X-Original-Method"),
        sent(headers.atMostOne("X-Original-Host")),
        headers.one("X-Original-URI"));
  }

  /**
   * Reads {@code X-Forwarded-Method}, {@code X-Forwarded-Proto}, {@code X-Forwarded-Host} and
   * {@code X-Forwarded-Uri}.
   */
  static OriginalRequest forwarded(SentHeaders headers) {
    if (!SCHEMES.contains(headers.one("X-Forwarded-Proto"))) {
      throw refused("The scheme is neither http nor https.");
    }
    return of(
        headers.one("X-Forwarded-Method"),
        sent(headers.one("X-Forwarded-Host")),
        headers.one("X-Forwarded-Uri"));
  }

  /**
   * Builds the request from the values that a proxy sent.
   *
   * @param authority the host with an optional port; may be empty
   * @param target the path with an optional query
   * @throws ProblemException 403 if a value is ambiguous
   */
  static OriginalRequest of(String method, String authority, String target) {
    if (!METHOD.matcher(method).matches()) {
      throw refused("Rules do not support this method.");
    }
    String path =
        PlainPath.of(withoutQuery(target))
            .orElseThrow(() -> refused("The path has more than one spelling."));
    return new OriginalRequest(method, host(authority), path, port(authority), target);
  }

  /** The address in a browser's address bar; empty if the proxy sent no host. */
  Optional<String> address() {
    return host.flatMap(name -> PortalAddress.of(name, port, target));
  }

  private static String port(String authority) {
    Matcher port = PORT.matcher(authority);
    return port.find() ? port.group() : "";
  }

  /**
   * Refuses hosts outside ASCII: servers decode headers as ISO 8859-1, which may be wrong for the
   * client.
   */
  private static String sent(String authority) {
    if (!ASCII.matcher(authority).matches()) {
      throw refused("Rules do not support this host name.");
    }
    return authority;
  }

  private static String withoutQuery(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  private static Optional<String> host(String authority) {
    if (authority.isEmpty()) {
      return Optional.empty();
    }
    String named = PORT.matcher(authority).replaceFirst("");
    return Optional.of(
        HostName.canonical(named)
            .orElseThrow(() -> refused("Rules do not support this host name.")));
  }

  private static ProblemException refused(String detail) {
    return new ProblemException(ProblemType.FORBIDDEN, detail);
  }
}
