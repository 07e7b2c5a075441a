package io.steward.benchmark;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.interfaces.DecodedJWT;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.proc.SingleKeyJWSKeySelector;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.steward.settings.jwt.JwtSettings;
import io.steward.testing.TestTokens;
import io.steward.token.AccessToken;
import io.steward.token.AccessTokenVerifier;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Verifies the same tokens with several libraries. Each checks signature, issuer, audience and
 * times, and reuses every object that it can. Successive calls verify different tokens, so that a
 * library gains nothing by caching its last result.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class TokenBenchmark {
  private static final int TOKENS = 1024;
  private static final JwtSettings SETTINGS = SampleTokens.SETTINGS;

  private final String[] tokens = SampleTokens.issue(TOKENS);
  private final SecretKey key = new SecretKeySpec(SampleTokens.key(), "HmacSHA256");
  private final AccessTokenVerifier steward = TestTokens.verifier(SETTINGS, Clock.systemUTC());
  private final AccessTokenVerifier stewardRevoking =
      TestTokens.verifier(SETTINGS, ManyRevocations.make(), Clock.systemUTC());
  private final JwtConsumer jose4j = jose4j(key);
  private final JwtParser jjwt = jjwt(key);
  private final JWTVerifier auth0 = auth0Verifier();
  private final Mac mac = mac(key);
  private final MACVerifier nimbusSignature = nimbusSignature(key);
  private final DefaultJWTClaimsVerifier<SecurityContext> nimbusClaims = nimbusClaims();
  private final DefaultJWTProcessor<SecurityContext> nimbusProcessor = nimbusProcessor(key);
  private int next;

  private String token() {
    return tokens[next++ & (TOKENS - 1)];
  }

  @Benchmark
  public AccessToken steward() {
    return steward.verify(token());
  }

  /** The same verification, while many other sessions are revoked. */
  @Benchmark
  public AccessToken stewardRevoking() {
    return stewardRevoking.verify(token());
  }

  /** The work that no verification can avoid: one MAC, and base64url of signature and payload. */
  @Benchmark
  public byte[] floor() {
    byte[] text = token().getBytes(StandardCharsets.ISO_8859_1);
    int dot = lastDot(text, text.length);
    mac.update(text, 0, dot);
    if (!MessageDigest.isEqual(mac.doFinal(), decode(text, dot + 1, text.length))) {
      throw new IllegalStateException();
    }
    return decode(text, lastDot(text, dot) + 1, dot);
  }

  private static int lastDot(byte[] text, int end) {
    int dot = end - 1;
    while (text[dot] != '.') {
      dot--;
    }
    return dot;
  }

  private static byte[] decode(byte[] text, int start, int end) {
    return Base64.getUrlDecoder().decode(Arrays.copyOfRange(text, start, end));
  }

  private static Mac mac(SecretKey key) {
    try {
      Mac mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Benchmark
  public DecodedJWT auth0() {
    return auth0.verify(token());
  }

  private static JWTVerifier auth0Verifier() {
    return JWT.require(Algorithm.HMAC256(SampleTokens.key()))
        .withIssuer(SETTINGS.issuer())
        .withAudience(SETTINGS.audience())
        .build();
  }

  @Benchmark
  public JWTClaimsSet nimbus() throws ParseException, JOSEException, BadJOSEException {
    SignedJWT jwt = SignedJWT.parse(token());
    if (!jwt.verify(nimbusSignature)) {
      throw new IllegalStateException();
    }
    nimbusClaims.verify(jwt.getJWTClaimsSet(), null);
    return jwt.getJWTClaimsSet();
  }

  @Benchmark
  public JWTClaimsSet nimbusProcessor() throws ParseException, JOSEException, BadJOSEException {
    return nimbusProcessor.process(token(), null);
  }

  private static MACVerifier nimbusSignature(SecretKey key) {
    try {
      return new MACVerifier(key);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DefaultJWTClaimsVerifier<SecurityContext> nimbusClaims() {
    return new DefaultJWTClaimsVerifier<>(
        SETTINGS.audience(),
        new JWTClaimsSet.Builder().issuer(SETTINGS.issuer()).build(),
        Set.of("sub", "iat", "exp", "jti"));
  }

  private static DefaultJWTProcessor<SecurityContext> nimbusProcessor(SecretKey key) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
    processor.setJWSKeySelector(new SingleKeyJWSKeySelector<>(JWSAlgorithm.HS256, key));
    processor.setJWTClaimsSetVerifier(nimbusClaims());
    return processor;
  }

  @Benchmark
  public Claims jjwt() {
    return jjwt.parseSignedClaims(token()).getPayload();
  }

  private static JwtParser jjwt(SecretKey key) {
    return Jwts.parser()
        .verifyWith(key)
        .requireIssuer(SETTINGS.issuer())
        .requireAudience(SETTINGS.audience())
        .build();
  }

  @Benchmark
  public JwtClaims jose4j() throws InvalidJwtException {
    return jose4j.processToClaims(token());
  }

  private static JwtConsumer jose4j(SecretKey key) {
    return new JwtConsumerBuilder()
        .setVerificationKey(key)
        .setExpectedType(true, "at+jwt")
        .setExpectedIssuer(SETTINGS.issuer())
        .setExpectedAudience(SETTINGS.audience())
        .setRequireSubject()
        .setRequireExpirationTime()
        .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, "HS256")
        .build();
  }
}
