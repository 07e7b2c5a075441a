package io.steward.admin.user.search;

import io.steward.admin.Named;
import io.steward.admin.list.Conditions;
import io.steward.admin.list.ListRequest;
import io.steward.admin.list.Sort;
import io.steward.api.FieldView;
import io.steward.api.Query;
import io.steward.database.Database;
import io.steward.problem.ProblemException;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The orders and filters of the list of users. An instance keeps a sample of the users, and
 * replaces it at the first search by words after 10 s. So use one instance for many requests.
 */
public final class UserSearch {
  private static final String LAST_LOGIN = "coalesce(last_login, timestamptz '-infinity')";

  /** Directly, or through a group; superusers hold every permission. */
  private static final String HOLDERS =
      """
      select u.id from users u where u.is_superuser
      union all
      select h.user_id from user_permissions h
        where h.permission_id = (select id from permissions where code = ?)
      union all
      select m.user_id from group_permissions h join user_groups m on m.group_id = h.group_id
        where h.permission_id = (select id from permissions where code = ?)
      """;

  /** Reading so many users by their ids takes a few milliseconds. */
  private static final int MOST_FEW = 2_000;

  private static final List<Sort> SORTS =
      List.of(
          Sort.byId(),
          new Sort("email", "lower(email collate \"C\")", Sort.Type.TEXT),
          new Sort("first_name", "lower(first_name) collate \"C\"", Sort.Type.TEXT),
          new Sort("last_name", "lower(last_name) collate \"C\"", Sort.Type.TEXT),
          new Sort("date_joined", "date_joined", Sort.Type.TIMESTAMPTZ),
          new Sort("last_login", LAST_LOGIN, Sort.Type.TIMESTAMPTZ));

  /** The filters, as OPTIONS shows them. */
  public static final List<FieldView> VIEWS =
      List.of(
          FieldView.optional("q", "string").with("max_length", WordSearch.LONGEST),
          FieldView.optional("is_active", "boolean"),
          FieldView.optional("is_staff", "boolean"),
          FieldView.optional("is_superuser", "boolean"),
          FieldView.optional("awaits_approval", "boolean"),
          FieldView.optional("email_verified", "boolean"),
          FieldView.optional("group", "string"),
          FieldView.optional("permission", "string"),
          FieldView.optional("joined_after", "datetime"),
          FieldView.optional("joined_before", "datetime"),
          FieldView.optional("last_login_after", "datetime"),
          FieldView.optional("last_login_before", "datetime"),
          FieldView.optional("never_logged_in", "boolean"));

  private final AtomicReference<@Nullable UserSample> sample = new AtomicReference<>();

  /** The parameters of the list, as OPTIONS shows them. */
  public static List<FieldView> views() {
    return ListRequest.views(SORTS, VIEWS);
  }

  /**
   * A request for a page.
   *
   * @param query as sent, without the question mark; null if the request has none
   * @throws ProblemException 400 naming what is allowed
   */
  public static ListRequest request(@Nullable String query) {
    return ListRequest.of("users", query, SORTS, VIEWS);
  }

  /**
   * The conditions of the filters, on the table {@code users}.
   *
   * @throws ProblemException 400 naming what is allowed
   */
  public Conditions conditions(EntityManager em, Query query) {
    query.demandAll(
        List.of(
            sent -> demandKnown(em, Named.GROUPS, "group", sent),
            sent -> demandKnown(em, Named.PERMISSIONS, "permission", sent)));
    Conditions conditions = new Conditions();
    for (String flag : List.of("is_active", "is_staff", "is_superuser", "awaits_approval")) {
      query.flag(flag).ifPresent(is -> conditions.add(is ? flag : "not " + flag));
    }
    query
        .flag("email_verified")
        .ifPresent(is -> conditions.add("email_verified_at is " + (is ? "not " : "") + "null"));
    query.text("group").ifPresent(name -> members(conditions, name));
    query.text("permission").ifPresent(code -> holders(em, conditions, code));
    times(conditions, query);
    query.text("q").ifPresent(text -> new WordSearch(sample(em)).add(conditions, text));
    return conditions;
  }

  private UserSample sample(EntityManager em) {
    UserSample kept = sample.get();
    if (kept == null || !kept.isFresh()) {
      kept = UserSample.read(em);
      sample.set(kept);
    }
    return kept;
  }

  private static void demandKnown(EntityManager em, Named things, String parameter, Query query) {
    query.text(parameter).ifPresent(name -> things.demandKnown(em, parameter, Set.of(name)));
  }

  private static void members(Conditions conditions, String name) {
    conditions.add(
        "exists (select from user_groups m where m.user_id = users.id"
            + " and m.group_id = (select id from groups where name = ?))",
        name);
  }

  /**
   * The users who hold a permission. Indexes find few holders; many are found on the way through
   * the list.
   */
  private static void holders(EntityManager em, Conditions conditions, String code) {
    String few = "select count(*) from (%s limit %s) few".formatted(HOLDERS, MOST_FEW + 1);
    Object number = Database.query(em, few.replace("?", "?1"), code).getSingleResult();
    if ((Long) number <= MOST_FEW) {
      conditions.add("id = any (array (" + HOLDERS + "))", code, code);
    } else {
      String all = "id in (" + HOLDERS + ")";
      conditions.addBoth("is_superuser or " + all, all, code, code);
    }
  }

  private static void times(Conditions conditions, Query query) {
    time(conditions, query, "joined_after", "date_joined >= cast(? as timestamptz)");
    time(conditions, query, "joined_before", "date_joined < cast(? as timestamptz)");
    time(conditions, query, "last_login_after", LAST_LOGIN + " >= cast(? as timestamptz)");
    time(
        conditions,
        query,
        "last_login_before",
        LAST_LOGIN + " > '-infinity' and " + LAST_LOGIN + " < cast(? as timestamptz)");
    query
        .flag("never_logged_in")
        .ifPresent(is -> conditions.add(LAST_LOGIN + (is ? " = " : " > ") + "'-infinity'"));
  }

  private static void time(Conditions conditions, Query query, String name, String condition) {
    query.time(name).map(Instant::toString).ifPresent(time -> conditions.add(condition, time));
  }
}
