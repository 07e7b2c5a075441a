package io.steward.admin.list;

import io.steward.api.FieldView;
import io.steward.api.Query;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request for a page of a list. Every parameter is known, and sent once.
 *
 * @param query the parameters, for the filters of the list
 * @param scope names the list with its order and filters, see {@link Cursor}
 */
public record ListRequest(
    Query query,
    Sort sort,
    boolean isDescending,
    int limit,
    boolean isCounted,
    Optional<String> cursorText,
    String scope) {
  private static final int STANDARD = 50;
  private static final int MOST = 200;
  private static final List<String> COMMON = List.of("limit", "cursor", "sort", "count");

  /**
   * Parses a query.
   *
   * @param list the name of the list
   * @param query as sent, without the question mark; null if the request has none
   * @param sorts the possible orders; the first is the default
   * @param filters the list's filters
   * @throws ProblemException 400 with all faults, naming what is allowed
   */
  public static ListRequest of(
      String list, @Nullable String query, List<Sort> sorts, List<FieldView> filters) {
    return of(list, query, sorts, filters, sorts.get(0).name());
  }

  /**
   * Parses a query.
   *
   * @param standard the order of requests that name no order, such as {@code -time}
   * @throws ProblemException 400 with all faults, naming what is allowed
   */
  public static ListRequest of(
      String list,
      @Nullable String query,
      List<Sort> sorts,
      List<FieldView> filters,
      String standard) {
    Query parameters = new Query(query);
    List<Consumer<Query>> checks = new ArrayList<>(checks(COMMON, filters));
    checks.add(sent -> sent.text("sort").ifPresent(text -> sort(name(text), sorts)));
    checks.add(ListRequest::limit);
    checks.add(sent -> sent.flag("count"));
    checks.add(sent -> sent.text("cursor"));
    parameters.demandAll(checks);
    String text = parameters.text("sort").orElse(standard);
    boolean isDescending = text.startsWith("-");
    Sort sort = sort(name(text), sorts);
    List<String> scope = new ArrayList<>(List.of(list, text));
    for (FieldView filter : filters) {
      String name = filter.name();
      parameters.text(name).ifPresent(value -> scope.add(name + "=" + value));
    }
    return new ListRequest(
        parameters,
        sort,
        isDescending,
        limit(parameters),
        parameters.flag("count").orElse(false),
        parameters.text("cursor"),
        String.join("\n", scope));
  }

  /**
   * Refuses unknown filters, and values that OPTIONS does not allow.
   *
   * @throws ProblemException 400 with all faults
   */
  public static void demand(Query query, List<FieldView> filters) {
    query.demandAll(checks(List.of(), filters));
  }

  private static List<Consumer<Query>> checks(List<String> others, List<FieldView> filters) {
    List<String> known =
        Stream.concat(others.stream(), filters.stream().map(FieldView::name)).toList();
    List<Consumer<Query>> checks = new ArrayList<>();
    checks.add(query -> query.demandOnly(known));
    filters.forEach(filter -> checks.add(query -> query.demand(filter)));
    return checks;
  }

  private static int limit(Query query) {
    return query.number("limit", STANDARD, 1, MOST);
  }

  /** The name of an order, which a minus reverses. */
  private static String name(String sort) {
    return sort.startsWith("-") ? sort.substring(1) : sort;
  }

  /**
   * The parameters of a list, as OPTIONS shows them.
   *
   * @param filters the filters of the list
   */
  public static List<FieldView> views(List<Sort> sorts, List<FieldView> filters) {
    List<String> orders =
        sorts.stream().flatMap(sort -> Stream.of(sort.name(), "-" + sort.name())).toList();
    List<FieldView> views =
        new ArrayList<>(
            List.of(
                FieldView.optional("limit", "integer").with("min_value", 1).with("max_value", MOST),
                FieldView.optional("cursor", "string"),
                FieldView.choice("sort", orders),
                FieldView.optional("count", "boolean")));
    views.addAll(filters);
    return views;
  }

  private static Sort sort(String name, List<Sort> sorts) {
    Set<String> names = sorts.stream().map(Sort::name).collect(Collectors.toSet());
    return sorts.stream()
        .filter(sort -> sort.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                ProblemException.invalid(
                    "sort",
                    new Fault(
                        "invalid_choice",
                        "Must be one of "
                            + names.stream().sorted().collect(Collectors.joining(", "))
                            + ", each with or without a leading \"-\".")));
  }

  /**
   * The position where the page begins; empty for the first page.
   *
   * @throws ProblemException 400 unless Steward has sent the cursor for this list
   */
  public Optional<Cursor> cursor() {
    return cursorText.map(text -> Cursor.parse(text, scope, sort));
  }
}
