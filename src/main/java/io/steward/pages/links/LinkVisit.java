package io.steward.pages.links;

import io.steward.api.Input;
import io.steward.api.Query;
import io.steward.html.HtmlPage;
import io.steward.html.Layout;
import io.steward.html.Link;
import io.steward.html.MessageView;
import io.steward.html.form.Field;
import io.steward.html.form.FormView;
import io.steward.pages.Redirect;
import io.steward.pages.Visitors;
import io.steward.problem.ProblemException;
import io.steward.settings.mail.LinkPurpose;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A request for a page that a link in a message leads to.
 *
 * @param purpose what the link allows; its word is the page's name in its path and texts
 */
record LinkVisit(HttpServletRequest request, Layout layout, LinkPurpose purpose) {
  private static final String TOKEN = "token";
  private static final int LONGEST = 100;

  static LinkVisit of(Visitors visitors, HttpServletRequest request, LinkPurpose purpose) {
    return new LinkVisit(request, visitors.layout(request), purpose);
  }

  private String path() {
    return "/" + purpose.word() + "/";
  }

  String get(String key) {
    return layout.get(purpose.word() + "." + key);
  }

  /**
   * The form of the link, or what was done with it, or that the link is void.
   *
   * @param isUsable whether a token can be used now
   */
  Response show(List<Field> fields, Predicate<String> isUsable) {
    String query = request.getQueryString();
    if ("done".equals(query)) {
      return message(200, get("done.title"), get("done"), List.of(signIn()));
    }
    String token = new Query(query).value(TOKEN).filter(t -> t.length() <= LONGEST).orElse("");
    if (token.isEmpty()) {
      return message(400, layout.get("link.title"), layout.get("link.incomplete"), retry());
    }
    return isUsable.test(token)
        ? Response.ok(HtmlPage.of("form", layout, form(token, fields))).build()
        : isVoid();
  }

  private FormView form(String token, List<Field> fields) {
    return FormView.of(get("title"), path(), get("button"), fields)
        .texts(texts())
        .hidden(Map.of(TOKEN, token));
  }

  private String[] texts() {
    return purpose == LinkPurpose.VERIFY
        ? new String[] {get("text"), get("sessions")}
        : new String[] {get("text")};
  }

  /** Uses the token in a form; shows the form again if it or the link is refused. */
  Response use(Input input, List<Field> fields, Function<String, Response> work) {
    String token = input.peek(TOKEN).filter(t -> t.length() <= LONGEST).orElse("");
    if (token.isEmpty()) {
      return isVoid();
    }
    try {
      return work.apply(token);
    } catch (ProblemException refusal) {
      if (refusal.faults().containsKey(TOKEN)) {
        return isVoid();
      }
      FormView again = form(token, fields).refused(layout.words(), refusal);
      return Response.ok(HtmlPage.of("form", layout, again).refusing(refusal)).build();
    }
  }

  /** Says what keeps the reader from using the link here. */
  Response hindered(String obstacle) {
    return message(400, get("title"), obstacle, List.of(home()));
  }

  /** The header {@code Accept-Language}; empty if it is missing. */
  String languages() {
    return Objects.requireNonNullElse(request.getHeader("Accept-Language"), "");
  }

  Response done() {
    return Redirect.to(request, path() + "?done").build();
  }

  private Link home() {
    return new Link("/", layout.get("error.back"));
  }

  private Link signIn() {
    return new Link("/login/", layout.get("home.sign-in"));
  }

  /** The answer to every link that cannot be used, which does not say why. */
  private Response isVoid() {
    List<String> texts =
        Stream.concat(
                Stream.of(layout.get("link.void")),
                layout.words().find("link.void." + purpose.word()).stream())
            .toList();
    return message(400, layout.get("link.title"), texts, ways());
  }

  /** Where a reader goes whose link is incomplete. Invited readers have no account yet. */
  private List<Link> retry() {
    return purpose == LinkPurpose.INVITATION ? List.of(home()) : ways();
  }

  /** Where a reader goes whose link is void. */
  private List<Link> ways() {
    return switch (purpose) {
      case RESET -> List.of(new Link("/forgot/", layout.get("link.again")));
      case VERIFY -> List.of(new Link("/resend/", layout.get("link.again")), signIn());
      case CHANGE -> List.of(new Link("/account/email/", layout.get("email.button")));
      case INVITATION -> List.of(signIn());
      case UNDO -> List.of(home());
    };
  }

  private Response message(int status, String title, String text, List<Link> links) {
    return message(status, title, List.of(text), links);
  }

  private Response message(int status, String title, List<String> texts, List<Link> links) {
    MessageView view = new MessageView(title, texts, links);
    return Response.ok(new HtmlPage(status, "message", layout, view)).build();
  }
}
