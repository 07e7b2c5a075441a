package io.steward.gate;

import io.steward.access.Who;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A path without its final slash, and its methods in the order of the {@code Allow} header, each
 * with its access rule.
 */
record Route(String path, Map<String, Who> methods) {

  /** A route for GET and HEAD. */
  static Route reading(String path, Who who) {
    Map<String, Who> methods = new LinkedHashMap<>();
    methods.put("GET", who);
    methods.put("HEAD", who);
    return new Route(path, methods);
  }

  Who who(String method) {
    // An unknown method requires what the path's other methods require.
    return methods.getOrDefault(method, Collections.max(methods.values()));
  }

  boolean has(String method) {
    return methods.containsKey(method);
  }

  String allow() {
    return String.join(", ", methods.keySet());
  }
}
