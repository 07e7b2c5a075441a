package io.steward.pages;

import io.steward.access.Anyone;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/** The same files for pages on the hosts of portals. */
@Path(".steward/assets/{id}")
public final class PortalAssetPage {
  private final AssetPage assets;

  public PortalAssetPage(AssetPage assets) {
    this.assets = assets;
  }

  @GET
  @Anyone
  public Response read(@PathParam("id") String name) {
    return assets.read(name);
  }
}
