package io.steward.filter.feed;

import io.steward.background.Loop;
import io.steward.clock.ReferenceClock;
import io.steward.log.Complaint;
import io.steward.log.Log;
import io.steward.token.Revocations;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Fetches revocations from Steward every second. It does not use {@code java.net.http}, because the
 * threads of that library would keep running after the web application is undeployed.
 */
public final class RevocationPoll implements AutoCloseable {
  /**
   * Steward's nodes need up to one second to learn of a revocation; with this pause, the filter
   * applies the revocation within two seconds.
   */
  public static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Log LOG = Log.of("io.steward.filter");
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Pattern POSITION = Pattern.compile("[A-Za-z0-9_-]{1,200}");
  private static final Pattern MILLISECONDS = Pattern.compile("[0-9]{1,15}");

  private final FeedSettings settings;
  private final Revocations revocations;
  private final ReferenceClock clock;
  private final Loop loop;
  private volatile Optional<HttpURLConnection> asking = Optional.empty();
  private String tag = "";
  private String position = "";
  private final Complaint complaint = new Complaint();
  private boolean isFollowing;

  public RevocationPoll(
      FeedSettings settings, Revocations revocations, ReferenceClock clock, Duration pause) {
    this.settings = settings;
    this.revocations = revocations;
    this.clock = clock;
    this.loop = new Loop("steward-revocation-poll", this::follow, this::complain, () -> pause);
  }

  public void start() {
    loop.start();
  }

  private void follow() throws IOException {
    ask();
    hear();
  }

  private void ask() throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url().toURL().openConnection();
    connection.setConnectTimeout((int) PATIENCE.toMillis());
    connection.setReadTimeout((int) PATIENCE.toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestProperty("Authorization", settings.authorization().reveal());
    connection.setRequestProperty("Accept", "application/json");
    if (position.isEmpty() && !tag.isEmpty()) {
      connection.setRequestProperty("If-None-Match", tag);
    }
    asking = Optional.of(connection);
    try {
      // Measured before the request, because the response gets older on its way here.
      take(connection, System.nanoTime());
    } finally {
      asking = Optional.empty();
    }
  }

  /**
   * The URL of the next request. Older Steward releases send no position, and always the whole
   * list.
   */
  private URI url() {
    if (position.isEmpty()) {
      return settings.url();
    }
    char separator = settings.url().getRawQuery() == null ? '?' : '&';
    return URI.create(settings.url().toString() + separator + "since=" + position);
  }

  private void take(HttpURLConnection connection, long asked) throws IOException {
    int status = connection.getResponseCode();
    long answered = System.nanoTime();
    if (status == HttpURLConnection.HTTP_OK) {
      response(connection).addTo(revocations);
      tag = Optional.ofNullable(connection.getHeaderField("ETag")).orElse("");
    } else if (status != HttpURLConnection.HTTP_NOT_MODIFIED) {
      if (status == HttpURLConnection.HTTP_BAD_REQUEST) {
        position = "";
      }
      throw new IOException("status " + status);
    }
    position =
        Optional.ofNullable(connection.getHeaderField("Revocations-Position"))
            .filter(text -> POSITION.matcher(text).matches())
            .orElse("");
    readClock(connection, asked, answered);
    revocations.complete(asked - age(connection).toNanos());
    revocations.followed();
    revocations.forget(clock.earliestSeconds());
  }

  /** Older Steward releases do not send this header; then the date of their machine is used. */
  private void readClock(HttpURLConnection connection, long asked, long answered) {
    String time = String.valueOf(connection.getHeaderField("Revocations-Time"));
    long millis =
        MILLISECONDS.matcher(time).matches() ? Long.parseLong(time) : connection.getDate();
    if (millis > 0) {
      clock.set(millis, asked, answered);
    }
  }

  private static RevocationResponse response(HttpURLConnection connection) throws IOException {
    try (InputStream in = connection.getInputStream()) {
      return RevocationResponse.read(in);
    }
  }

  /**
   * The age of the data at the node that sent the response. A response without an age is rejected.
   */
  private static Duration age(HttpURLConnection connection) throws IOException {
    String age = String.valueOf(connection.getHeaderField("Revocations-Age"));
    if (!MILLISECONDS.matcher(age).matches()) {
      throw new IOException("no Revocations-Age");
    }
    return Duration.ofMillis(Long.parseLong(age));
  }

  /** Logs that the feed works again. */
  private void hear() {
    if (!isFollowing) {
      LOG.info("following revocations, " + revocations.size() + " in memory");
      isFollowing = true;
      complaint.end();
    }
  }

  /** Logs each new reason once. */
  private void complain(Throwable e) {
    isFollowing = false;
    revocations.lost();
    if (e instanceof RuntimeException) {
      // After a malformed response, only the whole list is sure to be complete. After failures of
      // the network or of a node, the position is still valid, and many filters ask at once.
      position = "";
    }
    String reason = e instanceof IllegalArgumentException ? "malformed response" : e.toString();
    if (!loop.isClosed() && complaint.isNew(reason)) {
      LOG.warning(
          "revocation feed lost; tokens are accepted without it for a limited time: " + reason);
    }
  }

  @Override
  public void close() {
    loop.end();
    asking.ifPresent(HttpURLConnection::disconnect);
    loop.close(PATIENCE.multipliedBy(2));
  }
}
