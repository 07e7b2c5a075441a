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
import java.util.function.Consumer;
import java.util.stream.Stream;
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

  private AuditSearch() {}

  /** The parameters of the list, as OPTIONS shows them. */
  static List<FieldView> views() {
    return ListRequest.views(List.of(BY_TIME), VIEWS);
  }

  static ListRequest request(@Nullable String query, boolean isNewestFirst) {
    return ListRequest.of(
        "audit", query, List.of(BY_TIME), VIEWS, isNewestFirst ? "-time" : "time");
  }

  /** The filter in the query of a request. */
  static AuditFilter filter(Query query) {
    return new AuditFilter(
        query.text("event").flatMap(AuditEvent::of),
        query.id("actor"),
        query.id("user"),
        query.text("session"),
        query.text("ip"),
        query.time("since"),
        query.time("until"));
  }

  /**
   * Refuses the parameters of pages.
   *
   * @throws ProblemException 400
   */
  static void demandNoPage(Query query) {
    query.demandAll(
        Stream.of("limit", "cursor", "count")
            .<Consumer<Query>>map(name -> sent -> demandNone(name, sent))
            .toList());
  }

  private static void demandNone(String name, Query query) {
    if (query.value(name).isPresent()) {
      throw ProblemException.invalid(name, Fault.invalid("An export has no pages."));
    }
  }
}
