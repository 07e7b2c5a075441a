package io.steward.client;

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
 * Finds the client behind proxies: from right to left, each entry was written by the hop to the
 * right of it, and counts only if that hop is trusted (RFC 7239, 8.1). Without a trusted peer no
 * header says anything.
 */
public final class Forwarding {
  private static final int MOST_HOPS = 32;
  // RFC 7239, 4: token = token or quoted-string.
  // Possessive, so that no text takes more than one pass, nor more stack the longer it is.
  private static final String QUOTED = "\"(?:[^\"\\\\]++|\\\\.)*+\"";
  private static final Pattern PAIR =
      Pattern.compile("\\s*+([A-Za-z]++)=(?:(" + QUOTED + ")|([^\\s\",;=]*+))\\s*+");
  private static final Pattern ELEMENTS = Pattern.compile("(?:[^,\"]++|" + QUOTED + ")++");
  private static final Pattern PAIRS = Pattern.compile("(?:[^;\"]++|" + QUOTED + ")++");

  private final Networks trusted;

  public Forwarding(Networks trusted) {
    this.trusted = trusted;
  }

  /**
   * The client's side of a connection.
   *
   * @param ip of the client, or of the last trusted hop that does not name another
   * @param scheme {@code http} or {@code https}, if a trusted hop says
   * @param host as the client named it, if a trusted hop says
   * @param port of that host, if a trusted hop says
   */
  public record Origin(
      String ip, Optional<String> scheme, Optional<String> host, Optional<Integer> port) {}

  /** Whether what that peer says of others is believed. */
  public boolean isTrusted(String peer) {
    return !trusted.isEmpty() && IpAddress.parse(peer).filter(trusted::contain).isPresent();
  }

  /**
   * The client of a request from a trusted peer. {@code X-Forwarded-For} is what is read where it
   * is there, {@code Forwarded} (RFC 7239) where it is not: a proxy that writes the one lets the
   * other through.
   *
   * @param headers all values of a header, in order
   */
  public Origin origin(String peer, Function<String, List<String>> headers) {
    Stream<Hop> hops =
        headers.apply("X-Forwarded-For").isEmpty()
            ? forwarded(headers.apply("Forwarded"))
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
    return new Origin(ip, last.scheme(), last.host(), last.port());
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
    // Each proxy appends to the first; of the others there is mostly one value, the last one's.
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

  /** No more than could be a way through proxies: a client may send thousands. */
  private static Stream<String> nearestFirst(List<String> entries) {
    return IntStream.range(0, Math.min(entries.size(), MOST_HOPS))
        .mapToObj(i -> entries.get(entries.size() - 1 - i));
  }
}
