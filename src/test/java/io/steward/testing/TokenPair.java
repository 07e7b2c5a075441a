package io.steward.testing;

import java.util.Set;

/** An access token and its refresh token, and the requests that their holder sends. */
public record TokenPair(String access, String refresh) {
  private static final Set<Integer> DECISIONS = Set.of(200, 401);

  /** The tokens of a log-in or refresh, which must have succeeded. */
  public static TokenPair of(ServerAnswer answer) {
    answer.is(200);
    return new TokenPair(answer.member("token"), answer.member("refresh_token"));
  }

  public static TokenPair logIn(Http node, String email) {
    return of(node.post("/user/obtain_token/", credentials(email)));
  }

  /** The JSON that registers the test user with that email address, or logs that user in. */
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

  /** Sends the access token to an endpoint that checks nothing but the token. */
  public ServerAnswer showAt(Http node) {
    return node.send("OPTIONS", "/user/update/", "", "Authorization", bearer());
  }

  /** Whether the access token is accepted. Fails unless the answer is 200 or 401. */
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
