package io.steward.gate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All routes. Paths are compared as they were sent, without decoding. So another spelling of a
 * path, with {@code //}, {@code ;x} or {@code %2e}, is an unknown path.
 */
public final class Routes {
  private final Map<String, Route> byPath = new HashMap<>();
  private final Map<Pattern, Route> byPattern = new HashMap<>();

  /**
   * Collects the routes.
   *
   * @throws IllegalArgumentException if a request could match two of them
   */
  public Routes(Collection<Route> routes) {
    List<Route> added = new ArrayList<>();
    for (Route route : routes) {
      added.stream().filter(route::overlaps).findFirst().ifPresent(other -> refuse(route, other));
      added.add(route);
      add(route);
    }
  }

  private static void refuse(Route route, Route other) {
    throw Route.refused(
        route.owner(),
        route.path(),
        "overlaps \"" + other.path() + "\" of " + other.owner().getName());
  }

  private void add(Route route) {
    if (route.hasId()) {
      byPattern.put(route.pattern(), route);
    } else {
      byPath.put(route.path(), route);
      byPath.put(route.path() + "/", route);
    }
  }

  /**
   * Finds the route of a path. The path must be exactly as it was sent, without the context path.
   */
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
