package io.steward.admin.audit;

import io.steward.admin.list.ListRequest;
import io.steward.admin.list.Sort;
import io.steward.api.FieldView;
import io.steward.api.Query;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditFilter;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The orders and filters of the audit log. */
final class AuditSearch {
  /** The time of a cursor, in microseconds since 1970. */
  static final Sort BY_TIME = new Sort("time", "time", Sort.Type.BIGINT);

  private static final List<FieldView> VIEWS =
      List.of(
          FieldView.choice(
              "event", Arrays.stream(AuditEvent.values()).map(AuditEvent::text).toList()),
          FieldView.optional("actor", "integer"),
          FieldView.optional("user", "integer"),
          FieldView.optional("session", "string"),
          FieldView.optional("ip", "string"),
          FieldView.optional("since", "datetime"),
          FieldView.optional("until", "datetime"));

  private static final List<String> FILTERS = VIEWS.stream().map(FieldView::name).toList();

  private AuditSearch() {}

  /** The parameters of the list, as OPTIONS shows them. */
  static List<FieldView> views() {
    return ListRequest.views(List.of(BY_TIME), VIEWS);
  }

  static ListRequest request(@Nullable String query, boolean isNewestFirst) {
    return ListRequest.of(
        "audit", query, List.of(BY_TIME), FILTERS, isNewestFirst ? "-time" : "time");
  }

  /**
   * The filter in a query.
   *
   * @throws ProblemException 400 naming what is allowed
   */
  static AuditFilter filter(Query query) {
    return new AuditFilter(
        query.text("event").map(AuditSearch::event),
        query.id("actor"),
        query.id("user"),
        query.text("session"),
        query.text("ip"),
        query.time("since"),
        query.time("until"));
  }

  private static AuditEvent event(String text) {
    return AuditEvent.of(text)
        .orElseThrow(
            () ->
                ProblemException.invalid(
                    "event",
                    Fault.invalid(
                        "Must be one of "
                            + Arrays.stream(AuditEvent.values())
                                .map(AuditEvent::text)
                                .collect(Collectors.joining(", "))
                            + ".")));
  }

  /**
   * Refuses the parameters of pages.
   *
   * @throws ProblemException 400
   */
  static void demandNoPage(Query query) {
    for (String name : List.of("limit", "cursor", "count")) {
      Optional<String> value = query.value(name);
      if (value.isPresent()) {
        throw ProblemException.invalid(name, Fault.invalid("An export has no pages."));
      }
    }
  }
}
