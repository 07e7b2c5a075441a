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
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A request for a page that a link in a message leads to.
 *
 * @param name the page's name in its path and in the keys of its texts
 */
record LinkVisit(HttpServletRequest request, Layout layout, String name) {
  private static final String TOKEN = "token";
  private static final int LONGEST = 100;

  static LinkVisit of(Visitors visitors, HttpServletRequest request, String name) {
    return new LinkVisit(request, visitors.layout(request), name);
  }

  private String path() {
    return "/" + name + "/";
  }

  String get(String key) {
    return layout.get(name + "." + key);
  }

  /** The form of the link, or what was done with it. */
  Response show(List<Field> fields) {
    String query = request.getQueryString();
    if ("done".equals(query)) {
      return message(200, get("done.title"), get("done"), next());
    }
    String token = new Query(query).value(TOKEN).filter(t -> t.length() <= LONGEST).orElse("");
    return token.isEmpty()
        ? message(400, layout.get("link.title"), layout.get("link.incomplete"), again())
        : Response.ok(HtmlPage.of("form", layout, form(token, fields))).build();
  }

  private FormView form(String token, List<Field> fields) {
    return FormView.of(get("title"), path(), get("button"), fields)
        .texts(get("text"))
        .hidden(Map.of(TOKEN, token));
  }

  /** Uses the token in a form; shows the form again if it or the link is refused. */
  Response use(Input input, List<Field> fields, Function<String, Response> work) {
    String token = input.peek(TOKEN).filter(t -> t.length() <= LONGEST).orElse("");
    try {
      return work.apply(token);
    } catch (ProblemException refusal) {
      if (refusal.faults().containsKey(TOKEN)) {
        return message(400, layout.get("link.title"), layout.get("link.void"), again());
      }
      FormView again = form(token, fields).refused(layout.words(), refusal);
      return Response.ok(new HtmlPage(refusal.type().status(), "form", layout, again)).build();
    }
  }

  /** Says what keeps the reader from using the link here. */
  Response hindered(String obstacle) {
    return message(400, get("title"), obstacle, again());
  }

  Response done() {
    return Redirect.to(request, path() + "?done").build();
  }

  private Link next() {
    return new Link("/login/", layout.get("home.sign-in"));
  }

  private Link again() {
    return switch (name) {
      case "reset" -> new Link("/forgot/", layout.get("link.again"));
      case "verify" -> new Link("/resend/", layout.get("link.again"));
      default -> new Link("/", layout.get("error.back"));
    };
  }

  private Response message(int status, String title, String text, Link link) {
    MessageView view = new MessageView(title, List.of(text), List.of(link));
    return Response.ok(new HtmlPage(status, "message", layout, view)).build();
  }
}
