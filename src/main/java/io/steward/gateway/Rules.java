package io.steward.gateway;

import java.util.List;
import java.util.Optional;

/** The rules in the order of the file. The first rule that matches a request applies. */
final class Rules {
  private final List<Rule> all;

  Rules(List<Rule> all) {
    this.all = List.copyOf(all);
  }

  int size() {
    return all.size();
  }

  /**
   * The rule for a request; empty if the request must be refused. If the proxy sent no host and a
   * rule with matching path and method names a host, the request is refused, because the rule with
   * the host might apply.
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
