package io.steward.admin.audit;

import io.steward.access.Administrative;
import io.steward.admin.AdminTransactions;
import io.steward.admin.Caller;
import io.steward.admin.list.ListRequest;
import io.steward.admin.list.PageAnswer;
import io.steward.api.Description;
import io.steward.api.LongAnswer;
import io.steward.api.MediaTypes;
import io.steward.audit.AuditFilter;
import io.steward.audit.AuditTrail;
import io.steward.token.AccessToken;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.Variant;
import java.util.List;
import java.util.Map;

/** The audit log: in pages, newest first, or as a whole, oldest first. */
@Path("admin/api/audit")
@Produces({MediaTypes.JSON, MediaTypes.CSV, MediaTypes.JSON_LINES})
public final class AuditResource {
  private static final String PERMISSION = "audit.view_audit";
  private static final List<Variant> VARIANTS =
      Variant.mediaTypes(
              MediaType.valueOf(MediaTypes.JSON),
              MediaType.valueOf(MediaTypes.CSV),
              MediaType.valueOf(MediaTypes.JSON_LINES))
          .build();

  private final AdminTransactions transactions;

  public AuditResource(AdminTransactions transactions) {
    this.transactions = transactions;
  }

  @GET
  @Administrative(PERMISSION)
  public Response list(
      @Context SecurityContext caller, @Context HttpServletRequest request, @Context Request sent) {
    Caller.Bearer bearer = new Caller.Bearer((AccessToken) caller.getUserPrincipal());
    MediaType type = sent.selectVariant(VARIANTS).getMediaType();
    return type.toString().equals(MediaTypes.JSON)
        ? page(bearer, request)
        : export(bearer, request, type);
  }

  private Response page(Caller caller, HttpServletRequest request) {
    ListRequest list = AuditSearch.request(request.getQueryString(), true);
    return PageAnswer.of(
        request, transactions.in(caller, PERMISSION, work -> AuditPages.page(work.em(), list)));
  }

  /** Each part is read in a transaction of its own, which reads the caller's rights again. */
  private Response export(Caller caller, HttpServletRequest request, MediaType type) {
    ListRequest list = AuditSearch.request(request.getQueryString(), false);
    AuditSearch.demandNoPage(list.query());
    AuditFilter filter = AuditSearch.filter(list.query());
    AuditTrail trail =
        new AuditTrail(
            query -> transactions.in(caller, PERMISSION, work -> query.apply(work.em())));
    boolean isCsv = type.toString().equals(MediaTypes.CSV);
    return Response.ok(
            new LongAnswer(request, new AuditExport(trail, filter, list.isDescending(), isCsv)))
        .type(isCsv ? MediaTypes.CSV + ";charset=utf-8" : MediaTypes.JSON_LINES)
        .build();
  }

  @OPTIONS
  @Produces(MediaTypes.JSON)
  @Administrative("")
  public Map<String, Object> describe() {
    return Description.of(
            AuditResource.class,
            "Audit",
            "Lists the events of the audit, or exports them as CSV or JSON lines.")
        .reading("GET", AuditSearch.views())
        .members();
  }
}
