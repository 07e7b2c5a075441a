package io.steward.gate;

import io.steward.access.Access;
import io.steward.api.BodyTypes;
import io.steward.api.MediaTypes;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A path with its HTTP methods and the access rule of each. A path with GET also has HEAD (RFC
 * 9110, 9.3.2), with the access of GET unless HEAD is declared separately.
 *
 * @param owner the class that serves the path, named in messages
 * @param path the path below the context path. It begins with a slash and does not end with one;
 *     the root is empty
 * @param methods the access of each method, in the order of the {@code Allow} header
 */
public record Route(Class<?> owner, String path, Map<String, Access> methods) {
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");

  private static final Comparator<Access> BY_STRICTNESS =
      Comparator.comparing(access -> access.by(new Strictness()));

  private static final String ID = "{id}";

  /** The values allowed for {@code {id}}: only characters that need no percent-encoding. */
  private static final String ID_VALUES = "[0-9A-Za-z_-]{1,64}";

  private static final Pattern PATH = Pattern.compile("(/([0-9A-Za-z._-]+|\\{id}))*");

  /**
   * Checks that the gate can enforce the route.
   *
   * @throws IllegalArgumentException if the path has a placeholder other than {@code {id}} or more
   *     than one spelling, or if a method is unknown, or if there is no method
   */
  public Route {
    if (!PATH.matcher(path).matches()) {
      throw refused(
          owner,
          path,
          "the only placeholder is {id}, which must be a whole segment; other segments may contain"
              + " only letters, digits, \".\", \"_\" and \"-\";"
              + " @Path neither starts nor ends with a slash");
    }
    Set<String> unknown = new TreeSet<>(methods.keySet());
    METHODS.forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw refused(owner, path, "unknown HTTP methods " + unknown + "; known are " + METHODS);
    }
    if (methods.isEmpty()) {
      throw refused(owner, path, "no HTTP methods; a public method needs @GET or the like");
    }
    methods = ordered(methods);
  }

  /** Ranks the kinds of access: a higher number admits fewer callers. */
  private record Strictness() implements Access.Cases<Integer> {
    @Override
    public Integer anyone() {
      return 0;
    }

    @Override
    public Integer proxy() {
      return 1;
    }

    @Override
    public Integer bearer() {
      return 2;
    }

    @Override
    public Integer bearerOrScript() {
      return bearer();
    }

    @Override
    public Integer session() {
      return 3;
    }

    @Override
    public Integer client() {
      return 4;
    }

    @Override
    public Integer administrator(String permission) {
      return 5;
    }
  }

  private static Map<String, Access> ordered(Map<String, Access> declared) {
    Map<String, Access> ordered = new LinkedHashMap<>();
    for (String name : METHODS) {
      Access access = declared.get(name);
      if (access == null && name.equals("HEAD")) {
        access = declared.get("GET");
      }
      if (access != null) {
        ordered.put(name, access);
      }
    }
    return Collections.unmodifiableMap(ordered);
  }

  /** A route with the methods GET and HEAD. */
  public static Route reading(Class<?> owner, String path, Access access) {
    return new Route(owner, path, Map.of("GET", access));
  }

  /**
   * Whether a method of a resource has an annotation such as {@code @GET}. Jersey's own methods
   * have no such annotation.
   */
  public static boolean isEndpoint(Method method) {
    return Arrays.stream(method.getAnnotations())
        .anyMatch(found -> found.annotationType().isAnnotationPresent(HttpMethod.class));
  }

  /** The exception that stops the start because the gate cannot enforce a route. */
  public static IllegalArgumentException refused(Class<?> owner, String path, String fault) {
    return new IllegalArgumentException(owner.getName() + " at \"" + path + "\": " + fault);
  }

  /**
   * The access rule of a method. If the path lacks the method, the strictest rule of its methods
   * applies, and only callers that meet it get 405.
   */
  Access access(String method) {
    Access declared = methods.get(method);
    return declared == null ? Collections.max(methods.values(), BY_STRICTNESS) : declared;
  }

  /**
   * Whether a method reads its body line by line while the body arrives, instead of as a whole.
   * Such a method must end slow senders by itself.
   */
  boolean streams() {
    return Arrays.stream(owner.getMethods())
        .map(method -> method.getAnnotation(Consumes.class))
        .anyMatch(types -> types != null && List.of(types.value()).contains(MediaTypes.JSON_LINES));
  }

  /** The media types that a method reads; empty if it reads no body. */
  public List<String> reads(String method) {
    return BodyTypes.read(owner, method);
  }

  boolean has(String method) {
    return methods.containsKey(method);
  }

  String allow() {
    return String.join(", ", methods.keySet());
  }

  /**
   * Whether one request could match both routes, and neither takes precedence. A path without a
   * placeholder takes precedence, as in Jakarta REST (3.7.2).
   */
  boolean overlaps(Route other) {
    if (hasId() != other.hasId()) {
      return false;
    }
    List<String> mine = segments();
    List<String> theirs = other.segments();
    return mine.size() == theirs.size()
        && IntStream.range(0, mine.size()).allMatch(i -> overlap(mine.get(i), theirs.get(i)));
  }

  private static boolean overlap(String mine, String theirs) {
    return mine.equals(theirs) || mine.equals(ID) || theirs.equals(ID);
  }

  private List<String> segments() {
    return List.of(path.split("/", -1));
  }

  boolean hasId() {
    return path.contains(ID);
  }

  /** A regular expression for the request paths that match this route. */
  Pattern pattern() {
    return Pattern.compile(path.replace(".", "\\.").replace(ID, ID_VALUES) + "/?");
  }
}
