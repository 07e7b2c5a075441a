package io.steward.gateway;

import io.steward.api.PlainPath;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a client has asked the proxy for.
 *
 * @param host in lower case, without a port; empty where the proxy does not say
 * @param path decoded; it was sent in the one spelling that it has
 */
record OriginalRequest(String method, Optional<String> host, String path) {
  private static final Set<String> SCHEMES = Set.of("http", "https", "ws", "wss");
  private static final Pattern METHOD = Pattern.compile("[A-Z]{1,32}");
  private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}\\z");

  /** As {@code X-Original-Method}, {@code -URI} and, where they say, {@code -Host} name it. */
  static OriginalRequest named(SentHeaders headers) {
    return of(
        headers.one("X-Original-Method"),
        headers.atMostOne("X-Original-Host"),
        headers.one("X-Original-URI"));
  }

  /** As {@code X-Forwarded-Method}, {@code -Proto}, {@code -Host} and {@code -Uri} name it. */
  static OriginalRequest forwarded(SentHeaders headers) {
    if (!SCHEMES.contains(headers.one("X-Forwarded-Proto"))) {
      throw refused("The scheme is neither http nor https.");
    }
    return of(
        headers.one("X-Forwarded-Method"),
        headers.one("X-Forwarded-Host"),
        headers.one("X-Forwarded-Uri"));
  }

  /**
   * What a proxy says of it.
   *
   * @param authority host and perhaps port; empty where it does not say
   * @param target path and query
   * @throws ProblemException 403 when something of it can be read in more than one way
   */
  static OriginalRequest of(String method, String authority, String target) {
    if (!METHOD.matcher(method).matches()) {
      throw refused("The method is none that a rule could name.");
    }
    String path =
        PlainPath.of(withoutQuery(target))
            .orElseThrow(() -> refused("The path can be written in more than one way."));
    return new OriginalRequest(method, host(authority), path);
  }

  private static String withoutQuery(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  private static Optional<String> host(String authority) {
    if (authority.isEmpty()) {
      return Optional.empty();
    }
    String named = PORT.matcher(authority.toLowerCase(Locale.ROOT)).replaceFirst("");
    String host = named.endsWith(".") ? named.substring(0, named.length() - 1) : named;
    if (!HostName.isPlain(host)) {
      throw refused("The host is none that a rule could name.");
    }
    return Optional.of(host);
  }

  private static ProblemException refused(String detail) {
    return new ProblemException(ProblemType.FORBIDDEN, detail);
  }
}
