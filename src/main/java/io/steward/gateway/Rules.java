package io.steward.gateway;

import java.util.List;
import java.util.Optional;

/** The rules in the order of the file; the first that matches a request applies. */
final class Rules {
  private final List<Rule> all;

  Rules(List<Rule> all) {
    this.all = List.copyOf(all);
  }

  int size() {
    return all.size();
  }

  /**
   * The rule for a request; empty means refused. If the first rule that matches path and method
   * names a host and the proxy sent none, the request is refused too.
   */
  Optional<Rule> of(OriginalRequest request) {
    for (Rule rule : all) {
      if (rule.concerns(request)) {
        if (rule.host().isEmpty() || rule.host().equals(request.host())) {
          return Optional.of(rule);
        }
        if (request.host().isEmpty()) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
