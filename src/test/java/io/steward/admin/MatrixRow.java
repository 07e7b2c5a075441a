package io.steward.admin;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who may call an endpoint of the administration, and for which account or group.
 *
 * @param permission the permission that the caller needs; empty if staff needs none
 * @param subject the kind of thing whose id is in the path
 * @param body the request's body; empty if it has none; {@code {name}} is a new name, and {@code
 *     {subject}} and {@code {email}} are those of the subject
 * @param staff the statuses for staff with the permission: for the own, a lesser, an equal and a
 *     greater subject. One status if the path has no id.
 * @param superuser the statuses for a superuser: for the own subject, and any other
 */
record MatrixRow(
    String method,
    String path,
    String permission,
    Subject subject,
    String body,
    List<Integer> staff,
    List<Integer> superuser) {
  private static final String USERS = "users/";
  private static final String USER = "users/{id}/";
  private static final String INVITE = "users.invite_user";
  private static final String CHANGE = "users.change_user";
  private static final String ONE_USER = "{\"filter\":{\"q\":\"{email}\"},\"expect\":1}";

  /** Kinds of things with an id. */
  enum Subject {
    NOTHING,
    USER,
    SESSION,
    GROUP,
    PERMISSION,
    INVITATION
  }

  private static MatrixRow plain(
      String method, String path, String permission, String body, int status) {
    return new MatrixRow(
        method, path, permission, Subject.NOTHING, body, List.of(status), List.of(status));
  }

  /** All endpoints. */
  static List<MatrixRow> all() {
    return Stream.of(users(), account(), groups(), others()).flatMap(List::stream).toList();
  }

  private static List<MatrixRow> users() {
    String add = "{\"add\":[],\"remove\":[]}";
    return List.of(
        plain("GET", USERS, "users.view_user", "", 200),
        plain("POST", USERS, "users.add_user", "{\"email\":\"{name}@matrix.example\"}", 201),
        user("GET", USER, "users.view_user", "", "200 200 200 200", "200 200"),
        user("PATCH", USER, CHANGE, "{\"first_name\":\"Grace\"}", "200 200 200 403", "200 200"),
        user("DELETE", USER, "users.delete_user", "", "403 204 204 403", "403 204"),
        user("GET", USER + "groups/", "users.view_user", "", "200 200 200 200", "200 200"),
        user("POST", USER + "groups/", CHANGE, add, "200 200 200 403", "200 200"),
        user("GET", USER + "permissions/", "users.view_user", "", "200 200 200 200", "200 200"),
        user("POST", USER + "permissions/", CHANGE, add, "200 200 200 403", "200 200"));
  }

  private static List<MatrixRow> account() {
    String password = "{\"password\":\"correct horse {name}\"}";
    return List.of(
        user("POST", USER + "set_password/", CHANGE, password, "403 200 200 403", "403 200"),
        user("POST", USER + "activate/", CHANGE, "", "200 200 200 403", "200 200"),
        user("POST", USER + "deactivate/", CHANGE, "", "403 200 200 403", "403 200"),
        user("GET", USER + "sessions/", "users.view_session", "", "200 200 200 200", "200 200"),
        user(
            "DELETE", USER + "sessions/", "users.delete_session", "", "204 204 204 403", "204 204"),
        new MatrixRow(
            "DELETE",
            "sessions/{id}/",
            "users.delete_session",
            Subject.SESSION,
            "",
            statuses("204 204 204 403"),
            statuses("204 204")),
        user(
            "POST",
            "users/revoke/",
            "users.delete_session",
            ONE_USER,
            "200 200 200 403",
            "200 200"),
        user("POST", "users/delete/", "users.delete_user", ONE_USER, "403 200 200 403", "403 200"));
  }

  private static List<MatrixRow> groups() {
    String remove = "{\"remove\":[{subject}]}";
    String name = "{\"name\":\"{name}\"}";
    return List.of(
        plain("GET", "groups/", "auth.view_group", "", 200),
        plain("POST", "groups/", "auth.add_group", name, 201),
        group("GET", "groups/{id}/", "auth.view_group", "", "200 200 200 200"),
        group(
            "PATCH",
            "groups/{id}/",
            "auth.change_group",
            "{\"permissions\":[]}",
            "200 200 200 403"),
        group("DELETE", "groups/{id}/", "auth.delete_group", "", "204 204 204 403"),
        group("GET", "groups/{id}/members/", "users.view_user", "", "200 200 200 200"),
        group("POST", "groups/{id}/members/", CHANGE, remove, "200 200 200 403"));
  }

  private static List<MatrixRow> others() {
    String code = "{\"code\":\"matrix.{name}\",\"name\":\"Can {name}\"}";
    return List.of(
        plain("GET", "permissions/", "auth.view_permission", "", 200),
        plain("POST", "permissions/", "auth.add_permission", code, 201),
        permission("GET", "auth.view_permission", 200),
        permission("DELETE", "auth.delete_permission", 204),
        plain("GET", "invitations/", INVITE, "", 200),
        plain("POST", "invitations/", INVITE, "{\"email\":\"{name}@matrix.example\"}", 201),
        invitation("GET", "invitations/{id}/", 200),
        invitation("DELETE", "invitations/{id}/", 204),
        invitation("POST", "invitations/{id}/resend/", 200),
        plain("GET", "audit/", "audit.view_audit", "", 200),
        plain("GET", "mail/", "mail.view_mail", "", 200),
        plain("GET", "me/", "", "", 200));
  }

  private static MatrixRow group(
      String method, String path, String permission, String body, String staff) {
    return new MatrixRow(
        method,
        path,
        permission,
        Subject.GROUP,
        body,
        statuses(staff),
        statuses(staff).subList(0, 2));
  }

  private static MatrixRow permission(String method, String permission, int status) {
    List<Integer> same = List.of(status);
    return new MatrixRow(
        method, "permissions/{id}/", permission, Subject.PERMISSION, "", same, same);
  }

  private static MatrixRow invitation(String method, String path, int status) {
    List<Integer> same = List.of(status);
    return new MatrixRow(method, path, INVITE, Subject.INVITATION, "", same, same);
  }

  private static MatrixRow user(
      String method, String path, String permission, String body, String staff, String superuser) {
    return new MatrixRow(
        method, path, permission, Subject.USER, body, statuses(staff), statuses(superuser));
  }

  private static List<Integer> statuses(String words) {
    return List.of(words.split(" ")).stream().map(Integer::valueOf).toList();
  }

  /** The matrix in Markdown, as the guide has it. */
  static String table() {
    StringBuilder table =
        new StringBuilder(
            """
            | endpoint | permission | own | lesser | equal | greater | superuser: own | other |
            |---|---|---|---|---|---|---|---|
            """);
    for (MatrixRow row : all()) {
      String permission = row.permission.isEmpty() ? "none" : "`" + row.permission + "`";
      if (!row.further().isEmpty()) {
        permission += ", `" + row.further() + "`";
      }
      table.append(
          "| `%s %s` | %s | %s | %s |\n"
              .formatted(
                  row.method, row.path, permission, cells(row.staff, 4), cells(row.superuser, 2)));
    }
    return table.toString();
  }

  private static String cells(List<Integer> statuses, int columns) {
    return Stream.iterate(0, i -> i + 1)
        .limit(columns)
        .map(i -> statuses.size() == 1 ? "–" : word(statuses.get(i)))
        .collect(Collectors.joining(" | "));
  }

  private static String word(int status) {
    return status < 300 ? "yes" : "no";
  }

  /** A second permission that the caller needs; empty if one is enough. */
  String further() {
    return path.equals("users/revoke/") || path.equals("users/delete/") ? "users.view_user" : "";
  }
}
