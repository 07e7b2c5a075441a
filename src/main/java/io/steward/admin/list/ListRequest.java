package io.steward.admin.list;

import io.steward.api.FieldView;
import io.steward.api.Query;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
   * @param filters the names of the list's filters
   * @throws ProblemException 400 naming what is allowed
   */
  public static ListRequest of(
      String list, @Nullable String query, List<Sort> sorts, List<String> filters) {
    return of(list, query, sorts, filters, sorts.get(0).name());
  }

  /**
   * Parses a query.
   *
   * @param standard the order of requests that name no order, such as {@code -time}
   * @throws ProblemException 400 naming what is allowed
   */
  public static ListRequest of(
      String list,
      @Nullable String query,
      List<Sort> sorts,
      List<String> filters,
      String standard) {
    Query parameters = new Query(query);
    parameters.demandOnly(Stream.concat(COMMON.stream(), filters.stream()).toList());
    String text = parameters.text("sort").orElse(standard);
    boolean isDescending = text.startsWith("-");
    Sort sort = sort(isDescending ? text.substring(1) : text, sorts);
    List<String> scope = new ArrayList<>(List.of(list, text));
    for (String filter : filters) {
      parameters.text(filter).ifPresent(value -> scope.add(filter + "=" + value));
    }
    return new ListRequest(
        parameters,
        sort,
        isDescending,
        parameters.number("limit", STANDARD, 1, MOST),
        parameters.flag("count").orElse(false),
        parameters.text("cursor"),
        String.join("\n", scope));
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
