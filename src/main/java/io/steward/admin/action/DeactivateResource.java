package io.steward.admin.action;

import io.steward.access.Administrative;
import io.steward.admin.Caller;
import io.steward.admin.IfMatch;
import io.steward.admin.user.UserChange;
import io.steward.admin.user.UserChange.Activity;
import io.steward.admin.user.UserChange.Patch;
import io.steward.admin.user.UserResource;
import io.steward.api.Description;
import io.steward.api.FieldView;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
import io.steward.problem.Fault;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ends all sessions of a user, who cannot log in until the account is active again. */
@Path("admin/api/users/{id}/deactivate")
@Produces(MediaTypes.JSON)
public final class DeactivateResource {
  private final UserChange change;
  private final InstantSource clock;

  public DeactivateResource(UserChange change, InstantSource clock) {
    this.change = change;
    this.clock = clock;
  }

  @POST
  @Consumes(MediaTypes.JSON)
  @Administrative(UserChange.PERMISSION)
  public Response deactivate(
      @Context SecurityContext caller,
      @PathParam("id") long id,
      @HeaderParam("If-Match") List<String> condition,
      Input input) {
    input.demandOnly(List.of("until"));
    Optional<Instant> until = input.time("until");
    if (until.filter(end -> !end.isAfter(clock.instant())).isPresent()) {
      input.fault("until", new Fault("past", "Must be a time in the future."));
    }
    input.refuseFaults();
    Patch patch = Patch.of(new Activity.InactiveUntil(until));
    return UserResource.answer(
        change.change(Caller.of(caller.getUserPrincipal()), id, IfMatch.of(condition), patch));
  }

  @OPTIONS
  @Administrative("")
  public Map<String, Object> describe() {
    return Description.of(
            DeactivateResource.class,
            "Deactivate User",
            "Ends all sessions of a user and forbids the log-in, for ever or until a time.")
        .reading("POST", FieldView.optional("until", "datetime"))
        .members();
  }
}
