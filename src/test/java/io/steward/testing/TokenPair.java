package io.steward.testing;

import java.util.Set;

/**
 * An access token and the refresh token that came with it, and what their holder does with them.
 */
public record TokenPair(String access, String refresh) {
  private static final Set<Integer> DECISIONS = Set.of(200, 401);

  /** Those of a log-in or refresh that must have succeeded. */
  public static TokenPair of(ServerAnswer answer) {
    answer.is(200);
    return new TokenPair(answer.member("token"), answer.member("refresh_token"));
  }

  public static TokenPair logIn(Http node, String email) {
    return of(node.post("/user/obtain_token/", credentials(email)));
  }

  /** What registers and logs in whom the tests know under that address. */
  public static String credentials(String email) {
    return "{\"email\":%s,\"password\":%s}"
        .formatted(Caller.quoted(email), Caller.quoted(Caller.PASSWORD));
  }

  public ServerAnswer refreshAt(Http node) {
    return node.post("/user/refresh_token/", refreshTokenAsJson());
  }

  public ServerAnswer logOutAt(Http node) {
    return node.post("/user/revoke_token/", refreshTokenAsJson());
  }

  public String refreshTokenAsJson() {
    return "{\"refresh_token\":" + Caller.quoted(refresh) + "}";
  }

  /** Shows the access token where nothing but the token is looked at. */
  public ServerAnswer showAt(Http node) {
    return node.send("OPTIONS", "/user/update/", "", "Authorization", bearer());
  }

  /** Whether the access token is accepted; fails if its status is unknown. */
  public boolean opens(Http node) {
    ServerAnswer answer = showAt(node);
    if (!DECISIONS.contains(answer.status())) {
      throw new AssertionError(answer.status() + " " + answer.body());
    }
    return answer.status() == 200;
  }

  /** The value of the header {@code Authorization}. */
  public String bearer() {
    return "Bearer " + access;
  }
}
