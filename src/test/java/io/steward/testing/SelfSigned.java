package io.steward.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for this machine, example.com and other.org, valid for the tests of this process.
 */
public final class SelfSigned {
  private static final char[] PASSWORD = "tests-only".toCharArray();
  private static final Path FILE = Folders.fresh("self-signed").resolve("store.p12");
  private static final KeyStore STORE = create();

  private SelfSigned() {}

  private static KeyStore create() {
    String tool = ChildProcess.javaHome().resolve("bin/keytool").toString();
    String options =
        " -genkeypair -alias own -keyalg EC -dname CN=portal.example -ext SAN=ip:127.0.0.1,"
            + "dns:*.example.com,dns:*.other.org"
            + " -storetype PKCS12 -storepass tests-only -keystore ";
    try (ChildProcess made =
        ChildProcess.start(
            FILE.getParent(), List.of((tool + options + FILE).split(" ", -1)), Map.of())) {
      made.awaitExit(Duration.ofMinutes(1));
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(FILE)) {
        store.load(in, PASSWORD);
      }
      return store;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Options of Java, so that a program trusts this certificate only. */
  public static String trustOptions() {
    return "-Djavax.net.ssl.trustStore=" + FILE + " -Djavax.net.ssl.trustStorePassword=tests-only";
  }

  /** The certificate and its key (RFC 7468). */
  public static String pem() {
    try {
      return block("CERTIFICATE", STORE.getCertificate("own").getEncoded())
          + block("PRIVATE KEY", STORE.getKey("own", PASSWORD).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String block(String label, byte[] der) {
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
  }

  /** Trusts this certificate only. */
  public static SSLContext trusting() {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("own", STORE.getCertificate("own"));
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), new SecureRandom());
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
