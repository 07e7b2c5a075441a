package io.steward.token;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The ends of many sessions at once: one entry per user, however many sessions the user had. */
final class BulkRevocations {
  private final ConcurrentMap<Long, BulkRevocation> byUser = new ConcurrentHashMap<>();

  void add(Collection<BulkRevocation> revocations) {
    revocations.forEach(r -> byUser.merge(r.userId(), r, BulkRevocation::and));
  }

  /** Drops entries whose tokens have expired; returns whether there were any. */
  boolean forget(long now) {
    return byUser.values().removeIf(r -> r.expiresAt() <= now);
  }

  List<BulkRevocation> all() {
    return List.copyOf(byUser.values());
  }

  /** Why a token is refused; null if these ends do not cover it. */
  @Nullable TokenFault fault(AccessToken token) {
    BulkRevocation own = byUser.get(token.subject().id());
    if (own != null && own.covers(token)) {
      return own.userDeleted() ? TokenFault.NO_USER : TokenFault.REVOKED;
    }
    BulkRevocation everybody = byUser.get(BulkRevocation.EVERYBODY);
    return everybody != null && everybody.covers(token) ? TokenFault.REVOKED : null;
  }
}
