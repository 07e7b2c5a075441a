package io.steward.origin.forwarding;

import io.steward.origin.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the sender's IP address behind proxies. Each proxy appends the address from which it
 * received the request. The entries are read from right to left; an entry counts only if the proxy
 * that wrote it is trusted (RFC 7239, 8.1). If the request does not come from a trusted proxy, all
 * headers are ignored.
 */
public final class Forwarding {
  private static final int MOST_HOPS = 32;
  // RFC 7239, 4: a value is a token or a quoted-string.
  // Possessive quantifiers: no input causes backtracking or deep recursion.
  private static final String QUOTED = "\"(?:[^\"\\\\]++|\\\\.)*+\"";
  private static final Pattern PAIR =
      Pattern.compile("\\s*+([A-Za-z]++)=(?:(" + QUOTED + ")|([^\\s\",;=]*+))\\s*+");
  private static final Pattern ELEMENTS = Pattern.compile("(?:[^,\"]++|" + QUOTED + ")++");
  private static final Pattern PAIRS = Pattern.compile("(?:[^;\"]++|" + QUOTED + ")++");

  private static final Pattern PREFIX =
      Pattern.compile("(?=.{1,200}$)((?:/(?!\\.{1,2}(?:/|$))[0-9A-Za-z._~-]++)++)/?");

  private final Networks trusted;

  public Forwarding(Networks trusted) {
    this.trusted = trusted;
  }

  /**
   * The sender of a request, as the trusted proxies report it.
   *
   * @param ip the sender's IP address; if the headers do not name it, the address of the last
   *     trusted proxy
   * @param scheme {@code http} or {@code https}, if a trusted proxy sent it
   * @param host the host that the sender requested, if a trusted proxy sent it
   * @param port the port of that host, if a trusted proxy sent it
   * @param prefix the path that the proxy removed from the front of the requested path; empty, or a
   *     path without a final slash
   */
  public record Forwarded(
      String ip,
      Optional<String> scheme,
      Optional<String> host,
      Optional<Integer> port,
      String prefix) {}

  /** Whether any proxy is trusted. */
  public boolean trustsAny() {
    return !trusted.isEmpty();
  }

  /** Whether the forwarding headers of this peer are used. */
  public boolean isTrusted(String peer) {
    return trustsAny() && IpAddress.parse(peer).filter(trusted::contain).isPresent();
  }

  /**
   * The origin of a request from a trusted peer. {@code X-Forwarded-For} takes precedence over
   * {@code Forwarded} (RFC 7239), because a proxy that writes {@code X-Forwarded-For} passes on the
   * sender's {@code Forwarded} header unchanged. Without both, the other {@code X-Forwarded-*}
   * headers describe the proxy's own peer.
   *
   * @param headers all values of a header, in order
   */
  public Forwarded read(String peer, Function<String, List<String>> headers) {
    List<String> standard = headers.apply("Forwarded");
    Stream<Hop> hops =
        headers.apply("X-Forwarded-For").isEmpty() && !standard.isEmpty()
            ? forwarded(standard)
            : xForwarded(headers);
    String ip = peer;
    Hop last = Hop.of("", "", "", "");
    for (Hop hop : (Iterable<Hop>) hops::iterator) {
      last = hop;
      if (hop.address().isEmpty()) {
        break;
      }
      ip = hop.address().get().text();
      if (!trusted.contain(hop.address().get())) {
        break;
      }
    }
    return new Forwarded(
        ip, last.scheme(), last.host(), last.port(), prefix(headers.apply("X-Forwarded-Prefix")));
  }

  /** A malformed prefix counts as missing, because it becomes a part of links. */
  private static String prefix(List<String> values) {
    Matcher prefix = PREFIX.matcher(last(values));
    return prefix.matches() ? prefix.group(1) : "";
  }

  private static Stream<Hop> forwarded(List<String> values) {
    List<String> elements = new ArrayList<>();
    Matcher element = ELEMENTS.matcher(String.join(",", values));
    while (element.find()) {
      elements.add(element.group());
    }
    return nearestFirst(elements).map(Forwarding::hop);
  }

  private static Hop hop(String element) {
    String[] parts = {"", "", ""};
    Matcher pair = PAIRS.matcher(element);
    while (pair.find()) {
      Matcher parsed = PAIR.matcher(pair.group());
      if (!parsed.matches()) {
        return Hop.of("", "", "", "");
      }
      int part = List.of("for", "proto", "host").indexOf(parsed.group(1).toLowerCase(Locale.ROOT));
      if (part >= 0) {
        parts[part] = parsed.group(2) == null ? parsed.group(3) : unquoted(parsed.group(2));
      }
    }
    return Hop.of(parts[0], parts[1], parts[2], "");
  }

  private static String unquoted(String quoted) {
    return quoted.substring(1, quoted.length() - 1).replaceAll("\\\\(.)", "$1");
  }

  private static Stream<Hop> xForwarded(Function<String, List<String>> headers) {
    // Proxies append to X-Forwarded-For. The other headers usually have only one value.
    String scheme = last(headers.apply("X-Forwarded-Proto"));
    String host = last(headers.apply("X-Forwarded-Host"));
    String port = last(headers.apply("X-Forwarded-Port"));
    List<String> nodes = List.of(String.join(",", headers.apply("X-Forwarded-For")).split(",", -1));
    return nearestFirst(nodes).map(node -> Hop.of(node.strip(), scheme, host, port));
  }

  private static String last(List<String> values) {
    String joined = String.join(",", values);
    return joined.substring(joined.lastIndexOf(',') + 1).strip();
  }

  /** The entries in reverse order; limited in number, because a sender may send thousands. */
  private static Stream<String> nearestFirst(List<String> entries) {
    return IntStream.range(0, Math.min(entries.size(), MOST_HOPS))
        .mapToObj(i -> entries.get(entries.size() - 1 - i));
  }
}
