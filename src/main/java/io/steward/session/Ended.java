package io.steward.session;

import io.steward.token.BulkRevocation;
import io.steward.token.Revocations;
import io.steward.token.ended.EndedSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The sessions that a transaction has ended. This node must reject them after the commit. */
final class Ended {
  private final List<EndedSession> sessions = new ArrayList<>();
  private final List<BulkRevocation> bulk = new ArrayList<>();

  void add(Collection<EndedSession> revocations) {
    sessions.addAll(revocations);
  }

  void add(BulkRevocation revocation) {
    bulk.add(revocation);
  }

  void reportTo(Revocations revocations) {
    revocations.add(sessions);
    revocations.addBulk(bulk);
  }
}
