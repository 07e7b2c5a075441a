package io.steward.admin.user;

import io.steward.access.Administrative;
import io.steward.admin.AdminTransactions;
import io.steward.admin.Caller;
import io.steward.admin.IfMatch;
import io.steward.admin.list.ListRequest;
import io.steward.admin.list.PageAnswer;
import io.steward.admin.user.search.UserSearch;
import io.steward.api.Description;
import io.steward.api.Input;
import io.steward.api.LongAnswer;
import io.steward.api.MediaTypes;
import io.steward.api.Query;
import io.steward.password.Password;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.token.AccessToken;
import io.steward.user.AccountFields;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/** The list of users. */
@Path("admin/api/users")
@Produces(MediaTypes.JSON)
public final class UsersResource {
  private static final String DRY_RUN = "dry_run";

  private final AdminTransactions transactions;
  private final UserCreation creation;
  private final Bulk bulk;
  private final UserSearch search = new UserSearch();

  /** Answers requests that contain a user on each line. */
  public interface Bulk {
    /** The answer, which reads the body while it is written. */
    StreamingOutput answer(Caller caller, InputStream body, boolean isDry);
  }

  public UsersResource(AdminTransactions transactions, UserCreation creation, Bulk bulk) {
    this.transactions = transactions;
    this.creation = creation;
    this.bulk = bulk;
  }

  @GET
  @Administrative("users.view_user")
  public Response list(@Context SecurityContext caller, @Context HttpServletRequest request) {
    ListRequest list = UserSearch.request(request.getQueryString());
    return PageAnswer.of(
        request,
        transactions.in(
            new Caller.Bearer((AccessToken) caller.getUserPrincipal()),
            "users.view_user",
            work -> new ManagedUsers(work).page(search, list)));
  }

  @POST
  @Consumes(MediaTypes.JSON)
  @Administrative(UserCreation.PERMISSION)
  public Response create(
      @Context SecurityContext caller, @Context HttpServletRequest request, Input input) {
    input.demandOnly(UserFields.OF_NEW);
    UserFields fields = new UserFields(input);
    Optional<Password> password = fields.password();
    UserCreation.NewUser user = fields.newUser();
    ManagedUser.Detail created =
        creation
            .create(Caller.of(caller.getUserPrincipal()), user, password)
            .orElseThrow(AccountFields::passwordRefusal);
    String address = request.getRequestURL().toString().replaceFirst("/?$", "/");
    return Response.status(Response.Status.CREATED)
        .header("Location", address + created.row().id() + "/")
        .header("ETag", IfMatch.tag(created.row().version()))
        .entity(created.members())
        .build();
  }

  /** Creates and changes the users of many lines. The answer begins before the request ends. */
  @POST
  @Consumes(MediaTypes.JSON_LINES)
  @Produces(MediaTypes.JSON_LINES)
  @Administrative(value = UserCreation.PERMISSION, parameters = DRY_RUN)
  public StreamingOutput createOrChange(
      @Context SecurityContext caller, @Context HttpServletRequest request) throws IOException {
    boolean isDry = new Query(request.getQueryString()).flag(DRY_RUN).orElse(false);
    if (!Optional.ofNullable(request.getHeader("Content-Encoding"))
        .orElse("identity")
        .equals("identity")) {
      throw new ProblemException(ProblemType.UNSUPPORTED_CONTENT_ENCODING);
    }
    Caller sender = Caller.of(caller.getUserPrincipal());
    return new LongAnswer(request, bulk.answer(sender, request.getInputStream(), isDry));
  }

  @OPTIONS
  @Administrative("")
  public Map<String, Object> describe() {
    return Description.of(UsersResource.class, "Users", "Lists users, and creates or changes them.")
        .reading("GET", UserSearch.views())
        .reading("POST", UserFields.views(true))
        .members();
  }
}
