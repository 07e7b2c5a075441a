package io.steward.token.key;

import java.security.GeneralSecurityException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Computes MACs with one key and reuses Mac objects, because creating a Mac takes as long as
 * computing one. The objects are not thread locals, because those would remain when the WAR is
 * undeployed.
 */
final class MacPool {
  private final SecretKey key;
  private final Queue<Mac> idle = new ConcurrentLinkedQueue<>();

  MacPool(byte[] key, String algorithm) {
    this.key = new SecretKeySpec(key, algorithm);
  }

  SecretKey key() {
    return key;
  }

  /** The MAC of the first {@code length} bytes. */
  byte[] mac(byte[] text, int length) {
    @Nullable Mac borrowed = idle.poll();
    Mac mac = borrowed != null ? borrowed : open();
    mac.update(text, 0, length);
    byte[] result = mac.doFinal();
    idle.offer(mac);
    return result;
  }

  private Mac open() {
    try {
      Mac mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
