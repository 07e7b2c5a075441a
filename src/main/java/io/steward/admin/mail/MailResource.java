package io.steward.admin.mail;

import io.steward.access.Administrative;
import io.steward.admin.AdminTransactions;
import io.steward.admin.Caller;
import io.steward.admin.list.Conditions;
import io.steward.admin.list.KeysetList;
import io.steward.admin.list.ListRequest;
import io.steward.admin.list.PageAnswer;
import io.steward.admin.list.Sort;
import io.steward.api.Description;
import io.steward.api.FieldView;
import io.steward.api.MediaTypes;
import io.steward.api.Query;
import io.steward.mail.MailKind;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The messages of the last month, without their texts. */
@Path("admin/api/mail")
@Produces(MediaTypes.JSON)
public final class MailResource {
  private static final String PERMISSION = "mail.view_mail";
  private static final List<Sort> SORTS = List.of(Sort.byId());
  private static final List<String> STATES = List.of("waiting", "sent", "failed", "dropped");
  private static final List<String> KINDS =
      Arrays.stream(MailKind.values()).map(MailKind::word).toList();
  private static final List<FieldView> VIEWS =
      List.of(
          FieldView.choice("state", STATES),
          FieldView.choice("kind", KINDS),
          FieldView.optional("user", "integer"),
          FieldView.optional("since", "datetime"),
          FieldView.optional("until", "datetime"));
  private static final KeysetList<ManagedMail> MAILS =
      new KeysetList<>(ManagedMail.COLUMNS, "mails", ManagedMail::of);

  private final AdminTransactions transactions;

  public MailResource(AdminTransactions transactions) {
    this.transactions = transactions;
  }

  @GET
  @Administrative(PERMISSION)
  public Response list(@Context SecurityContext caller, @Context HttpServletRequest request) {
    ListRequest list = ListRequest.of("mail", request.getQueryString(), SORTS, VIEWS, "-id");
    Conditions filters = filters(list.query());
    return PageAnswer.of(
        request,
        transactions.in(
            Caller.of(caller.getUserPrincipal()),
            PERMISSION,
            work -> MAILS.page(work.em(), list, filters)));
  }

  private static Conditions filters(Query query) {
    Conditions filters = new Conditions();
    query.text("state").ifPresent(state -> filters.add("state = ?", state));
    query.text("kind").ifPresent(kind -> filters.add("kind = ?", kind));
    query.id("user").ifPresent(id -> filters.add("user_id = ?", id));
    query
        .time("since")
        .ifPresent(time -> filters.add("created_at >= cast(? as timestamptz)", time.toString()));
    query
        .time("until")
        .ifPresent(time -> filters.add("created_at < cast(? as timestamptz)", time.toString()));
    return filters;
  }

  @OPTIONS
  @Administrative("")
  public Map<String, Object> describe() {
    return Description.of(
            MailResource.class,
            "Mail",
            "Lists the messages of the last month, without their texts.")
        .reading("GET", ListRequest.views(SORTS, VIEWS))
        .members();
  }
}
