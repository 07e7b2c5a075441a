package io.steward.gate;

import io.steward.access.Access;
import io.steward.gateway.Door;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All routes, from the resources' annotations. The raw path is matched, so a second spelling
 * ({@code //}, {@code ;x}, {@code %2e}) is an unknown path.
 */
public final class Routes {
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");

  /** The values of {@code {id}}: only characters without an escape. */
  private static final String ID = "[0-9A-Za-z_-]{1,64}";

  private final Map<String, Route> byPath = new HashMap<>();
  private final Map<Pattern, Route> byPattern = new HashMap<>();

  /**
   * The routes of the page, the resources and the proxy endpoints.
   *
   * @param doors the proxy endpoints
   */
  public Routes(Collection<?> resources, Collection<Door> doors) {
    add(Route.reading("", new Access.Anyone()));
    doors.forEach(door -> add(Route.reading(door.path(), new Access.Proxy())));
    resources.forEach(resource -> add(route(resource.getClass())));
  }

  private void add(Route route) {
    if (route.path().contains("{id}")) {
      byPattern.put(Pattern.compile(route.path().replace("{id}", ID) + "/?"), route);
    } else {
      byPath.put(route.path(), route);
      byPath.put(route.path() + "/", route);
    }
  }

  private static Route route(Class<?> resource) {
    String path = "/" + resource.getAnnotation(Path.class).value();
    Map<String, Access> methods = new LinkedHashMap<>();
    for (String name : METHODS) {
      handler(resource, name).ifPresent(method -> methods.put(name, Access.of(method)));
    }
    return new Route(path, methods);
  }

  private static Optional<Method> handler(Class<?> resource, String httpMethod) {
    // Jersey serves HEAD with the GET method.
    String wanted = httpMethod.equals("HEAD") ? "GET" : httpMethod;
    return Arrays.stream(resource.getMethods())
        .filter(method -> httpMethods(method).contains(wanted))
        .findFirst();
  }

  private static List<String> httpMethods(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(Annotation::annotationType)
        .map(type -> type.getAnnotation(HttpMethod.class))
        .flatMap(annotation -> Optional.ofNullable(annotation).stream())
        .map(HttpMethod::value)
        .toList();
  }

  /** The route of a path exactly as it was sent, below the context path. */
  Optional<Route> find(String path) {
    return Optional.ofNullable(byPath.get(path))
        .or(
            () ->
                byPattern.entrySet().stream()
                    .filter(entry -> entry.getKey().matcher(path).matches())
                    .map(Map.Entry::getValue)
                    .findFirst());
  }
}
