package io.steward.token.key;

import java.util.Base64;
import org.jose4j.jws.JsonWebSignature;

/** Signs and verifies the tokens of one type. */
public final class TokenKey {
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private final TokenType type;
  private final HmacKey parent;
  private final MacPool signatures;
  private final String header;

  TokenKey(TokenType type, HmacKey parent, MacPool signatures) {
    this.type = type;
    this.parent = parent;
    this.signatures = signatures;
    this.header = blank().getHeaders().getEncodedHeader();
  }

  /** A signature for a token, complete except for the payload. */
  public JsonWebSignature blank() {
    return parent.blank(type.header(), signatures.key());
  }

  /** The first part of every token signed with this key; compared as text, never parsed. */
  public String header() {
    return header;
  }

  /** The third part of a token; {@code text} begins with the first two parts and their dot. */
  public byte[] signature(byte[] text, int length) {
    return BASE64URL.encode(signatures.mac(text, length));
  }
}
