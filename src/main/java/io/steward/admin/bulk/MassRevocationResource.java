package io.steward.admin.bulk;

import io.steward.access.Administrative;
import io.steward.admin.AdminTransactions;
import io.steward.admin.AdminTransactions.Work;
import io.steward.admin.Caller;
import io.steward.api.Description;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.Changes;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Map;

/** Ends the sessions of all users that match a filter. */
@Path("admin/api/users/revoke")
@Produces(MediaTypes.JSON)
public final class MassRevocationResource {
  static final String PERMISSION = "users.delete_session";

  private final MassAct revocation;

  public MassRevocationResource(AdminTransactions transactions) {
    this.revocation =
        new MassAct(
            transactions,
            new MassAct.Kind(
                PERMISSION,
                "The command sessions end-all ends all sessions.",
                MassRevocationResource::endSessions));
  }

  @POST
  @Consumes(MediaTypes.JSON)
  @Administrative(PERMISSION)
  public Map<String, Long> revoke(@Context SecurityContext caller, Input input) {
    return revocation.answer(Caller.of(caller.getUserPrincipal()), input);
  }

  private static void endSessions(Work work, List<Long> users) {
    work.sessions().endAllOf(users);
    AuditLog.Part part = new AuditLog.Part("", new Changes());
    new AuditLog(work.em()).recordAll(work.actor(), AuditEvent.SESSIONS_ENDED, users, part);
  }

  @OPTIONS
  @Administrative("")
  public Map<String, Object> describe() {
    return Description.of(
            MassRevocationResource.class,
            "Revoke Users",
            "Ends the sessions of all users that match a filter.")
        .reading("POST", MassAct.VIEWS)
        .members();
  }
}
