package io.steward.node;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/**
 * A point in the order in which PostgreSQL records revocations. Its text is opaque to clients.
 *
 * @param server the start time of the server, in microseconds since 1970; a position is valid only
 *     for this server
 * @param oldest the lowest id of a transaction that had not ended
 */
public record FeedPosition(long server, long oldest) {
  private static final int BYTES = 2 * Long.BYTES;
  private static final int LENGTH = 22;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  /** Reads the columns that both queries of revocations select. */
  static FeedPosition of(String snapshot, String server) {
    String oldest = snapshot.substring(0, snapshot.indexOf(':'));
    return new FeedPosition(Long.parseLong(server), Long.parseLong(oldest));
  }

  public String text() {
    byte[] bytes = ByteBuffer.allocate(BYTES).putLong(server).putLong(oldest).array();
    return ENCODER.encodeToString(bytes);
  }

  /** Parses a position; empty if the text is not exactly as Steward writes it. */
  public static Optional<FeedPosition> parse(String text) {
    if (text.length() != LENGTH) {
      return Optional.empty();
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      return Optional.of(new FeedPosition(bytes.getLong(), bytes.getLong()))
          .filter(p -> p.server > 0 && p.oldest > 0 && p.text().equals(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
