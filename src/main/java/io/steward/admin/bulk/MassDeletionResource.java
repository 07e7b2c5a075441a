package io.steward.admin.bulk;

import io.steward.access.Administrative;
import io.steward.admin.AdminTransactions;
import io.steward.admin.Caller;
import io.steward.admin.user.UserDeletion;
import io.steward.api.Description;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Map;

/** Deletes all users that match a filter. */
@Path("admin/api/users/delete")
@Produces(MediaTypes.JSON)
public final class MassDeletionResource {
  private final MassAct deletion;

  public MassDeletionResource(AdminTransactions transactions) {
    this.deletion =
        new MassAct(
            transactions,
            new MassAct.Kind(
                UserDeletion.PERMISSION,
                "Delete the others with further requests.",
                UserDeletion::deleteAll));
  }

  @POST
  @Consumes(MediaTypes.JSON)
  @Administrative(UserDeletion.PERMISSION)
  public Map<String, Long> delete(@Context SecurityContext caller, Input input) {
    return deletion.answer(Caller.of(caller.getUserPrincipal()), input);
  }

  @OPTIONS
  @Administrative("")
  public Map<String, Object> describe() {
    return Description.of(
            MassDeletionResource.class, "Delete Users", "Deletes all users that match a filter.")
        .reading("POST", MassAct.VIEWS)
        .members();
  }
}
