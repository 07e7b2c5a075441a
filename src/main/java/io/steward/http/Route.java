package io.steward.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A path that may be asked for, without its last slash, with its methods in the order of the {@code
 * Allow} header, and whom each is open to.
 */
record Route(String path, Map<String, Who> methods) {

  /** One that is only read from. */
  static Route reading(String path, Who who) {
    Map<String, Who> methods = new LinkedHashMap<>();
    methods.put("GET", who);
    methods.put("HEAD", who);
    return new Route(path, methods);
  }

  Who who(String method) {
    // A method that is not there tells nothing, unless the path as a whole is closed to strangers.
    return methods.getOrDefault(method, Collections.max(methods.values()));
  }

  boolean has(String method) {
    return methods.containsKey(method);
  }

  String allow() {
    return String.join(", ", methods.keySet());
  }
}
