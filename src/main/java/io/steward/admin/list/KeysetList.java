package io.steward.admin.list;

import io.steward.database.Database;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list page by page. Each page starts after the last row of the previous page, so that the
 * thousandth page costs as much as the first.
 *
 * @param columns the selected columns; the first is {@code id}
 * @param table the table in SQL
 * @param reader makes an element of a row
 */
public record KeysetList<T>(String columns, String table, Function<@Nullable Object[], T> reader) {

  /**
   * Reads the requested page.
   *
   * @throws io.steward.problem.ProblemException 400 if the cursor is invalid
   */
  public Page<T> page(EntityManager em, ListRequest request, Conditions filters) {
    Optional<Cursor> cursor = request.cursor();
    boolean isBackward = cursor.filter(Cursor::isBackward).isPresent();
    Conditions conditions = filters.copy();
    boolean isFalling = request.isDescending() != isBackward;
    cursor.ifPresent(from -> start(conditions, request.sort(), isFalling, from));
    List<@Nullable Object[]> rows =
        rows(em, select(request, conditions.sql(), isFalling), conditions.values());
    boolean hasMore = rows.size() > request.limit();
    List<@Nullable Object[]> page =
        new ArrayList<>(rows.subList(0, Math.min(rows.size(), request.limit())));
    if (isBackward) {
      Collections.reverse(page);
    }
    boolean hasNext = isBackward || hasMore;
    boolean hasPrevious = isBackward ? hasMore : cursor.isPresent();
    return new Page<>(
        page.stream().map(reader).toList(),
        hasNext ? edge(page, page.size() - 1, false, request) : Optional.empty(),
        hasPrevious ? edge(page, 0, true, request) : Optional.empty(),
        request.isCounted() ? Optional.of(count(em, filters)) : Optional.empty());
  }

  private static void start(Conditions conditions, Sort sort, boolean isFalling, Cursor from) {
    String than = isFalling ? " < " : " > ";
    if (sort.isById()) {
      conditions.add("id" + than + "?", from.id());
    } else {
      conditions.add(
          "(%s, id)%s(cast(? as %s), ?)".formatted(sort.expression(), than, sort.type().sql()),
          from.value(),
          from.id());
    }
  }

  private String select(ListRequest request, String condition, boolean isFalling) {
    String direction = isFalling ? " desc" : "";
    String expression = request.sort().expression();
    String order =
        request.sort().isById() ? "id" + direction : expression + direction + ", id" + direction;
    return "select %s, cast(%s as text) as position from %s where %s order by %s limit %s"
        .formatted(columns, expression, table, condition, order, request.limit() + 1);
  }

  private static Optional<String> edge(
      List<@Nullable Object[]> page, int index, boolean isBackward, ListRequest request) {
    if (page.isEmpty()) {
      return Optional.empty();
    }
    @Nullable Object[] row = page.get(index);
    String value = String.valueOf(row[row.length - 1]);
    return Optional.of(new Cursor(isBackward, (Long) row[0], value).text(request.scope()));
  }

  private Page.Count count(EntityManager em, Conditions filters) {
    String sql =
        "select count(*) from (select 1 from %s where %s limit %s) counted"
            .formatted(table, filters.sqlOfAll(), Page.MOST_COUNTED + 1);
    Object rows = Database.query(em, sql, filters.values()).getSingleResult();
    return Page.Count.of(((Long) rows).intValue());
  }

  private static List<@Nullable Object[]> rows(EntityManager em, String sql, Object... values) {
    List<?> rows = Database.query(em, sql, values).getResultList();
    return rows.stream().map(row -> (@Nullable Object[]) row).toList();
  }
}
