package io.steward.gate;

import io.steward.access.Access;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A path without its final slash, and its methods in the order of the {@code Allow} header, each
 * with its access rule.
 */
record Route(String path, Map<String, Access> methods) {

  /** A route for GET and HEAD. */
  static Route reading(String path, Access access) {
    Map<String, Access> methods = new LinkedHashMap<>();
    methods.put("GET", access);
    methods.put("HEAD", access);
    return new Route(path, methods);
  }

  /** The access of a method; a method that the path lacks requires what the first one requires. */
  Access access(String method) {
    return methods.getOrDefault(method, methods.values().iterator().next());
  }

  boolean has(String method) {
    return methods.containsKey(method);
  }

  String allow() {
    return String.join(", ", methods.keySet());
  }
}
