package io.steward.pages;

import io.steward.access.Anyone;
import io.steward.html.Asset;
import io.steward.html.Html;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/** The files that pages refer to. Their names change with their content, so browsers keep them. */
@Path("assets/{id}")
public final class AssetPage {
  private final Html html;

  public AssetPage(Html html) {
    this.html = html;
  }

  @GET
  @Anyone
  public Response read(@PathParam("id") String name) {
    Asset asset = html.asset(name).orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
    byte[] content = asset.content();
    Response.ResponseBuilder answer = Response.ok(content);
    if (asset.type().equals(Asset.SVG)) {
      // A picture that is opened alone is a page of its own, which must run no scripts.
      answer.header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    }
    return answer
        .header("Content-Type", asset.type())
        .header("Content-Length", content.length)
        .header("Cache-Control", "public, max-age=31536000, immutable")
        .build();
  }
}
