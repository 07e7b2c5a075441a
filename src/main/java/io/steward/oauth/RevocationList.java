package io.steward.oauth;

import io.steward.api.json.Json;
import io.steward.crypto.Sha256;
import io.steward.token.BulkRevocation;
import io.steward.token.Revocations;
import io.steward.token.ended.EndedSession;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Revocations as JSON. The text is written piece by piece, because a million revocations must not
 * fill the memory.
 */
final class RevocationList {
  private final String position;
  private final StreamingOutput json;
  private final String tag;

  private RevocationList(String position, StreamingOutput json, String tag) {
    this.position = position;
    this.json = json;
    this.tag = tag;
  }

  private static RevocationList of(String position, StreamingOutput json) {
    return new RevocationList(position, json, Sha256.base64Url(json::write));
  }

  /** The end of all sessions of a user, or of all users. */
  record BulkView(
      long userId, long version, String exceptSid, long issuedBefore, long exp, String kind) {}

  /** All revocations in memory, without a position. */
  static RevocationList of(Revocations revocations) {
    return of("", out -> write(out, revocations::forEach, revocations.bulk()));
  }

  static RevocationList of(
      String position, List<EndedSession> sessions, List<BulkRevocation> bulk) {
    return of(position, out -> write(out, sessions::forEach, bulk));
  }

  /** The same list, for a client that continues from this position. */
  RevocationList at(String from) {
    return new RevocationList(from, json, tag);
  }

  /** The position from which the next list can continue. */
  String position() {
    return position;
  }

  StreamingOutput json() {
    return json;
  }

  /** The entity tag; equal on all nodes that know the same revocations. */
  String tag() {
    return tag;
  }

  private static void write(
      OutputStream target, Consumer<Consumer<EndedSession>> sessions, List<BulkRevocation> bulk)
      throws IOException {
    Text text = new Text(new BufferedOutputStream(target));
    try {
      text.add("{\"revocations\":[");
      sessions.accept(revocation -> text.addEntry(entry(revocation)));
      if (!bulk.isEmpty()) {
        text.add("],\"bulk\":[");
        bulk.stream()
            .sorted(Comparator.comparing(BulkRevocation::userId))
            .forEach(revocation -> text.addEntry(entry(revocation)));
      }
      text.add("]}");
      text.out.flush();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static final class Text {
    private final OutputStream out;
    private boolean isFirst;

    Text(OutputStream out) {
      this.out = out;
    }

    void add(String part) {
      write(part.getBytes(StandardCharsets.US_ASCII));
      isFirst = true;
    }

    void addEntry(byte[] entry) {
      if (!isFirst) {
        write(new byte[] {','});
      }
      isFirst = false;
      write(entry);
    }

    private void write(byte[] bytes) {
      try {
        out.write(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  // Composed by hand, because there may be a million.
  private static byte[] entry(EndedSession revocation) {
    String sid = new String(Json.write(revocation.id()), StandardCharsets.UTF_8);
    String entry =
        "{\"sid\":"
            + sid
            + ",\"exp\":"
            + revocation.expiresAt()
            + ",\"kind\":\""
            + kind(revocation.userDeleted())
            + "\"}";
    return entry.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] entry(BulkRevocation revocation) {
    return Json.write(
        new BulkView(
            revocation.userId(),
            revocation.tokenVersion(),
            revocation.wholeExceptSession(),
            revocation.issuedBefore(),
            revocation.expiresAt(),
            kind(revocation.userDeleted())));
  }

  private static String kind(boolean userDeleted) {
    return userDeleted ? "user_deleted" : "revoked";
  }
}
