package io.steward.testing;

import io.steward.password.Password;
import io.steward.password.Passwords;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;

/** A user with any number of devices, and the requests that the user sends to a server. */
public final class Visitor {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String HASH = new Passwords().hash(new Password(Caller.PASSWORD)).encoded();
  private static final String CURRENT =
      "\"current_password\":" + Caller.quoted(Caller.PASSWORD) + "}";

  private final TestDatabase database;
  private final Caller caller;
  private final String email;
  private final String id;

  private Visitor(TestDatabase database, Caller caller, String email, String id) {
    this.database = database;
    this.caller = caller;
    this.email = email;
    this.id = id;
  }

  /** Creates a user called Ada Lovelace. */
  public static Visitor arrive(TestDatabase database, Caller caller) {
    String email = "visitor-" + COUNT.incrementAndGet() + "@golden.example";
    String insert =
        "insert into users (email, first_name, last_name, password) values ('%s', 'Ada',"
            + " 'Lovelace', '%s') returning id";
    String id = database.query(insert.formatted(email, HASH)).get(0);
    return new Visitor(database, caller, email, id);
  }

  /** The same user, whose requests go to another server on the same database. */
  public Visitor at(Caller other) {
    return new Visitor(database, other, email, id);
  }

  /** The tokens from a log-in or refresh. */
  public record Pair(String access, String refresh) {
    public static Pair of(Answer answer) {
      answer.assertStatus(200);
      return new Pair(answer.text("token"), answer.text("refresh_token"));
    }

    /** The claims of the access token. */
    public Map<String, Object> claims() {
      return part(1);
    }

    /** The id of the key that signed the access token. */
    public String keyId() {
      return String.valueOf(part(0).get("kid"));
    }

    private Map<String, Object> part(int index) {
      byte[] json = Base64.getUrlDecoder().decode(access.split("\\.", -1)[index]);
      try {
        return JsonUtil.parseJson(new String(json, StandardCharsets.UTF_8));
      } catch (JoseException e) {
        throw new AssertionError(access, e);
      }
    }

    /** A claim that is a time, in seconds since 1970. */
    public long seconds(String claim) {
      return Long.parseLong(String.valueOf(claims().get(claim)));
    }

    public String sessionId() {
      return String.valueOf(claims().get("sid"));
    }
  }

  public String email() {
    return email;
  }

  public String id() {
    return id;
  }

  public Pair logIn() {
    return Pair.of(caller.logIn(email, Caller.PASSWORD));
  }

  public Answer refresh(Pair pair) {
    return refresh(pair.refresh());
  }

  public Answer refresh(String refreshToken) {
    return caller.post(
        "/user/refresh_token/", "{\"refresh_token\":" + Caller.quoted(refreshToken) + "}");
  }

  /** Refreshes, which must succeed, and returns the new tokens. */
  public Pair refreshed(Pair pair) {
    return Pair.of(refresh(pair));
  }

  /** Logs out with the refresh token only. */
  public Answer logOut(Pair pair) {
    return caller.post(
        "/user/revoke_token/", "{\"refresh_token\":" + Caller.quoted(pair.refresh()) + "}");
  }

  /** Logs out with the access token and any other parameters. */
  public Answer logOutAsBearer(Pair pair, String json) {
    return as(pair, "POST", "/user/revoke_token/", json);
  }

  /** Reads the user's own account. */
  public Answer read(Pair pair) {
    return caller.account(pair.access());
  }

  /** Sends any request with the access token. */
  public Answer as(Pair pair, String method, String path, String json) {
    return caller.json(
        method, path, Caller.bearer(pair.access()), json.getBytes(StandardCharsets.UTF_8));
  }

  public Answer verify(Pair pair) {
    return caller.post("/user/verify_token/", "{\"token\":" + Caller.quoted(pair.access()) + "}");
  }

  public Answer sessions(Pair pair) {
    return as(pair, "GET", "/user/sessions/", "");
  }

  public Answer endSession(Pair pair, String sessionId) {
    return as(pair, "DELETE", "/user/sessions/" + sessionId + "/", "");
  }

  public Answer changePassword(Pair pair, String current, String fresh) {
    String body = "{\"current_password\":%s,\"new_password\":%s}";
    return as(
        pair,
        "POST",
        "/user/change_password/",
        body.formatted(Caller.quoted(current), Caller.quoted(fresh)));
  }

  public Answer deleteAccount(Pair pair) {
    return as(pair, "DELETE", "/user/update/", "{" + CURRENT);
  }

  /** Makes this user and all sessions of this user older by that many seconds, in their rows. */
  public void later(int seconds) {
    set(
        String.format(
            Locale.ROOT, "date_joined = date_joined - make_interval(secs => %d)", seconds));
    database.execute(
        String.format(
            Locale.ROOT,
            "update sessions set created_at = created_at - make_interval(secs => %1$d),"
                + " last_used_at = last_used_at - make_interval(secs => %1$d),"
                + " expires_at = expires_at - make_interval(secs => %1$d) where user_id = %2$s",
            seconds,
            id));
  }

  /** Changes this user's row in the database directly, without the server. */
  public void set(String assignments) {
    database.execute("update users set " + assignments + " where id = " + id);
  }

  /** Adds the user to a group, which is created if it does not exist. */
  public void join(String group) {
    database.execute(
        ("insert into groups (name) values ('%1$s') on conflict do nothing;"
                + "insert into user_groups select %2$s, id from groups where name = '%1$s'")
            .formatted(group, id));
  }

  public void leave(String group) {
    database.execute(
        ("delete from user_groups where user_id = %s and group_id ="
                + " (select id from groups where name = '%s')")
            .formatted(id, group));
  }
}
