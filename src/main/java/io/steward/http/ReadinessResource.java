package io.steward.http;

import io.steward.api.Anyone;
import io.steward.api.MediaTypes;
import io.steward.database.Database;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** Says whether requests that need the database would be answered. */
@Path("health/ready")
@Produces(MediaTypes.JSON)
public final class ReadinessResource {
  private final Database database;

  public ReadinessResource(Database database) {
    this.database = database;
  }

  @GET
  @Anyone
  public HealthResource.View ready() {
    if (!database.isReady()) {
      throw new ProblemException(ProblemType.UNAVAILABLE, "database");
    }
    return new HealthResource.View("ready");
  }
}
