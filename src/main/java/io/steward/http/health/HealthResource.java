package io.steward.http.health;

import io.steward.access.Anyone;
import io.steward.api.MediaTypes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** Liveness: reports that the process runs. */
@Path("health/live")
@Produces(MediaTypes.JSON)
public final class HealthResource {

  /** The state in one word. */
  public record View(String status) {}

  @GET
  @Anyone
  public View live() {
    return new View("live");
  }
}
