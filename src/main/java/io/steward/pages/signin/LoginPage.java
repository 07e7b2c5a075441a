package io.steward.pages.signin;

import io.steward.access.Anyone;
import io.steward.api.Input;
import io.steward.api.Language;
import io.steward.html.HtmlPage;
import io.steward.html.Layout;
import io.steward.html.Words;
import io.steward.html.form.Field;
import io.steward.html.form.Summary;
import io.steward.login.Login;
import io.steward.login.LoginOutcome;
import io.steward.pages.Redirect;
import io.steward.pages.Visitors;
import io.steward.password.Password;
import io.steward.problem.ProblemException;
import io.steward.session.browser.BrowserSession;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;

/** Signs a browser in. */
@Path("login")
@Produces("text/html")
public final class LoginPage {
  private static final String STAY = "stay";

  private final Visitors visitors;
  private final Login login;
  private final BrowserLogin browserLogin;
  private final Offers offers;
  private final Optional<PortalExit> exit;

  /**
   * Creates the page.
   *
   * @param exit empty if there are no portals
   */
  public LoginPage(
      Visitors visitors,
      Login login,
      BrowserLogin browserLogin,
      Offers offers,
      Optional<PortalExit> exit) {
    this.visitors = visitors;
    this.login = login;
    this.browserLogin = browserLogin;
    this.offers = offers;
    this.exit = exit;
  }

  /** What a visitor can do instead of signing in. */
  public record Offers(boolean canRegister, boolean canReset) {}

  /**
   * The content of the page.
   *
   * @param goal the host of the portal that led the visitor here; empty if none did
   * @param summary what keeps the visitor from signing in
   * @param stays whether the visitor wants to stay signed in
   * @param way where the visitor goes afterwards
   */
  public record View(
      String goal,
      Optional<Summary> summary,
      Field email,
      Field password,
      boolean stays,
      Way way,
      Offers offers) {}

  @GET
  @Anyone
  public Response show(@Context HttpServletRequest request) {
    Way way = open(Way.of(request.getQueryString()));
    Optional<BrowserSession> session = visitors.session(request);
    if (session.isPresent()) {
      return exit.filter(portals -> way.portal().isNamed())
          .map(portals -> portals.silently(request, session.get(), way.portal()))
          .orElseGet(() -> Redirect.to(request, way.path()).build());
    }
    return Response.ok(page(request, way, Input.empty(), Optional.empty())).build();
  }

  @POST
  @Anyone
  public Response signIn(@Context HttpServletRequest request, Input input) {
    String email = input.peek("email").orElse("");
    String password = input.peek("password").orElse("");
    Layout layout = visitors.layout(request);
    Optional<String> obstacle = browserLogin.obstacle(request, layout);
    if (obstacle.isPresent()) {
      String heading = layout.get("login.insecure.title");
      return page(400, request, input, new Summary(heading, List.of(obstacle.get())));
    }
    if (email.isBlank() || password.isEmpty()) {
      List<String> texts = List.of(layout.get("login.missing"));
      return page(400, request, input, Summary.ofFields(layout.words(), texts));
    }
    try {
      String language = Language.preferred(request.getHeader("Accept-Language"));
      return end(login.login(email, new Password(password), language), request, input);
    } catch (ProblemException refusal) {
      Optional<Summary> summary = Optional.of(Refusals.summary(layout.words(), refusal));
      Way way = open(Way.of(input));
      return Response.ok(page(request, way, input, summary).refusing(refusal)).build();
    }
  }

  private Response end(LoginOutcome outcome, HttpServletRequest request, Input input) {
    if (outcome instanceof LoginOutcome.Completed completed) {
      Optional<BrowserSession> former = visitors.session(request);
      Way way = open(Way.of(input));
      String session = completed.session().sessionId();
      return browserLogin.start(request, session, input.has(STAY), former, way);
    }
    Words words = visitors.layout(request).words();
    return page(403, request, input, Refusals.summary(words, outcome));
  }

  private Way open(Way sent) {
    return exit.isPresent() ? sent : sent.withoutPortal();
  }

  private Response page(int status, HttpServletRequest request, Input input, Summary summary) {
    Way way = open(Way.of(input));
    return Response.ok(page(request, way, input, Optional.of(summary)).withStatus(status)).build();
  }

  private HtmlPage page(
      HttpServletRequest request, Way way, Input typed, Optional<Summary> summary) {
    Layout layout = visitors.layout(request);
    Field address =
        Field.of("email", "email", layout.get("login.email"), "username")
            .with(typed.peek("email").orElse(""));
    Field password =
        Field.of("password", "password", layout.get("login.password"), "current-password");
    String goal = exit.flatMap(portals -> portals.host(way.portal())).orElse("");
    View view = new View(goal, summary, address, password, typed.has(STAY), way, offers);
    return HtmlPage.of("login", layout, view);
  }
}
