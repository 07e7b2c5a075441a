package io.steward.http;

import java.util.Set;

/**
 * A path that may be asked for, without its last slash, with its methods in the order of the {@code
 * Allow} header; those that are not open need a token.
 */
record Route(String path, Set<String> methods, Set<String> openMethods) {

  boolean isOpen(String method) {
    // A method that is not there tells nothing, unless the path as a whole is closed to strangers.
    return openMethods.contains(method)
        || (!methods.contains(method) && openMethods.size() == methods.size());
  }

  String allow() {
    return String.join(", ", methods);
  }
}
