package io.steward.account;

import io.steward.audit.AuditFilter;
import io.steward.audit.AuditTrail;
import io.steward.audit.AuditTrail.Part;
import io.steward.audit.AuditTrail.Position;
import io.steward.database.Database;
import java.util.Optional;

/** What happened to an account, for its owner. */
public final class Activity {
  private final Database database;

  public Activity(Database database) {
    this.database = database;
  }

  /**
   * The latest records that concern the user, the newest first. What a stranger did with the
   * account before the user was invited to it does not belong to the user.
   */
  public Part of(long userId, Optional<Position> from, int most) {
    return database.read(
        em -> {
          AuditFilter own =
              new AuditFilter(
                  Optional.empty(),
                  Optional.empty(),
                  Optional.of(userId),
                  Optional.empty(),
                  Optional.empty(),
                  AuditTrail.invitationAccepted(em, userId),
                  Optional.empty());
          return AuditTrail.part(em, own, from, true, most);
        });
  }
}
