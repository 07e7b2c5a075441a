package io.steward.gateway.portal;

import io.steward.crypto.Sha256;
import io.steward.token.key.KeyRing;
import io.steward.token.key.MacPurpose;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hands a session over to a portal on another domain, as a code in an address. A code is valid for
 * a minute, for one portal, and only in the browser that holds the state (RFC 9700, 2.1).
 */
public final class Handoff {
  private static final Duration VALID = Duration.ofMinutes(1);
  private static final int LONGEST = 8_000;
  private static final Pattern CODE =
      Pattern.compile(
          "([0-9A-Za-z_-]{22})\\.([0-9]{1,12})\\.([0-9A-Za-z_-]+)\\.([0-9A-Za-z_-]{43})");
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  private final KeyRing keys;
  private final Clock clock;

  public Handoff(KeyRing keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * The content of a code.
   *
   * @param url the address that the browser requested
   */
  public record Handed(String sessionId, String url) {}

  /** The hash of a state, for addresses, which must not contain the state itself. */
  public static String hash(String state) {
    return Sha256.base64Url(state.getBytes(StandardCharsets.UTF_8));
  }

  /** A code; {@code hash} is the {@link #hash} of the browser's state. */
  public String code(Handed handed, String hash) {
    String end = Long.toString(clock.instant().plus(VALID).getEpochSecond());
    byte[] mac = keys.signing().mac(MacPurpose.HANDOFF, content(handed, hash, end));
    return String.join(
        ".",
        handed.sessionId(),
        end,
        ENCODER.encodeToString(handed.url().getBytes(StandardCharsets.UTF_8)),
        ENCODER.encodeToString(mac));
  }

  private static byte[] content(Handed handed, String hash, String end) {
    return String.join("\n", end, handed.sessionId(), hash, handed.url())
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Reads a code; empty if it has expired, or is not valid for the browser with this state. */
  public Optional<Handed> read(String code, String state) {
    Matcher parts = CODE.matcher(code);
    if (code.length() > LONGEST || !parts.matches()) {
      return Optional.empty();
    }
    try {
      String url = new String(DECODER.decode(parts.group(3)), StandardCharsets.UTF_8);
      Handed handed = new Handed(parts.group(1), url);
      byte[] content = content(handed, hash(state), parts.group(2));
      boolean isAuthentic =
          keys.isAuthentic(MacPurpose.HANDOFF, content, DECODER.decode(parts.group(4)));
      boolean isCurrent = Long.parseLong(parts.group(2)) > clock.instant().getEpochSecond();
      return isAuthentic && isCurrent ? Optional.of(handed) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
