package io.steward.filter.feed;

import io.steward.token.AccessToken;
import io.steward.token.Revocations;
import io.steward.token.ended.EndedSession;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Ends sessions at Steward (RFC 7009), and at once in this application. */
public final class TokenRevocation {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final FeedSettings settings;
  private final Revocations revocations;
  private final Duration longest;
  private final Clock clock;

  /**
   * Creates an instance.
   *
   * @param longest how long a token that exists now can still be valid
   */
  public TokenRevocation(
      FeedSettings settings, Revocations revocations, Duration longest, Clock clock) {
    this.settings = settings;
    this.revocations = revocations;
    this.longest = longest;
    this.clock = clock;
  }

  /**
   * Ends the session of a token.
   *
   * @param text the token as it was received
   * @throws IOException if Steward has not confirmed that the session has ended
   */
  public void revoke(AccessToken token, String text) throws IOException {
    URI url = settings.revocation();
    int status;
    try {
      status = post(url, "token=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IOException("POST " + url + " failed: " + e, e);
    }
    if (status != HttpURLConnection.HTTP_OK) {
      throw new IOException("POST " + url + " was answered with status " + status);
    }
    long end = clock.instant().plus(longest).getEpochSecond();
    revocations.add(List.of(new EndedSession(token.sessionId(), end, false)));
  }

  private int post(URI url, String form) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
    try {
      connection.setConnectTimeout((int) PATIENCE.toMillis());
      connection.setReadTimeout((int) PATIENCE.toMillis());
      connection.setInstanceFollowRedirects(false);
      connection.setDoOutput(true);
      connection.setRequestProperty("Authorization", settings.authorization().reveal());
      connection.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
      try (OutputStream out = connection.getOutputStream()) {
        out.write(form.getBytes(StandardCharsets.US_ASCII));
      }
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }
}
