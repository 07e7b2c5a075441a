package io.steward.gateway;

import java.util.List;
import java.util.Optional;

/** Who may do what: of all rules that are for a request, the first in the file counts. */
final class Rules {
  private final List<Rule> all;

  Rules(List<Rule> all) {
    this.all = List.copyOf(all);
  }

  int size() {
    return all.size();
  }

  /**
   * The rule for a request; where there is none, it is not allowed. That is so, too, where the
   * first that may be for it names a host, and the proxy has not said which was asked for.
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
