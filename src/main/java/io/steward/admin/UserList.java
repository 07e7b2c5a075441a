package io.steward.admin;

import io.steward.database.Database;
import jakarta.persistence.Query;
import java.sql.Timestamp;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lists users, also a million of them. */
public final class UserList {
  private static final int AT_ONCE = 10_000;
  private static final String LAST =
      "select max(id) from (select id from users where id > ?1 order by id limit ?2) page";
  private static final String SELECT =
      """
      select id, email, first_name, last_name, is_active, is_superuser, date_joined, last_login
      from users where id > ?1 and id <= ?2 and %s order by id
      """;

  private final Database database;

  public UserList(Database database) {
    this.database = database;
  }

  /**
   * Passes on every user that the filter selects, in the order of the ids. Reads by pages, each in
   * a transaction of its own, because statements have a time limit.
   */
  public void forEach(UserFilter filter, Consumer<ListedUser> reader) {
    long from = Long.MIN_VALUE;
    for (Optional<Long> to = last(from); to.isPresent(); to = last(from)) {
      page(filter, from, to.get()).forEach(reader);
      from = to.get();
    }
  }

  private Optional<Long> last(long from) {
    List<?> ids = database.read(em -> Database.query(em, LAST, from, AT_ONCE).getResultList());
    return ids.stream().filter(Objects::nonNull).map(Long.class::cast).findFirst();
  }

  private List<ListedUser> page(UserFilter filter, long from, long to) {
    String sql = SELECT.formatted(filter.condition());
    return database.read(
        em -> {
          Query select = Database.query(em, sql, from, to, filter.text());
          List<?> rows = select.getResultList();
          return rows.stream().map(Object[].class::cast).map(UserList::user).toList();
        });
  }

  private static ListedUser user(@Nullable Object[] row) {
    return new ListedUser(
        (Long) row[0],
        (String) row[1],
        (String) row[2],
        (String) row[3],
        (Boolean) row[4],
        (Boolean) row[5],
        ((Timestamp) row[6]).toInstant(),
        Optional.ofNullable((Timestamp) row[7]).map(Timestamp::toInstant));
  }
}
