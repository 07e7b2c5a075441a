package io.steward.pages.links;

import io.steward.html.HtmlPage;
import io.steward.html.Layout;
import io.steward.html.Link;
import io.steward.html.MessageView;
import io.steward.html.form.FormView;
import io.steward.pages.Redirect;
import io.steward.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;

/**
 * A request for a page on which a visitor asks for something.
 *
 * @param name the page's name in its path and in the keys of its texts
 */
record Application(HttpServletRequest request, Layout layout, String name) {

  /**
   * The form, or what happens now that it was sent.
   *
   * @param way which text says so; empty if the page has only one
   */
  Response show(FormView form, String way) {
    if (!"done".equals(request.getQueryString())) {
      return Response.ok(HtmlPage.of("form", layout, form)).build();
    }
    MessageView view =
        new MessageView(
            layout.get(name + ".done.title" + way),
            List.of(layout.get(name + ".done" + way)),
            List.of(new Link("/login/", layout.get("login.title"))));
    return Response.ok(HtmlPage.of("message", layout, view)).build();
  }

  /** Does what was asked for, or shows the form again with what is wrong. */
  Response attempt(FormView typed, Runnable work) {
    try {
      work.run();
      return Redirect.to(request, "/" + name + "/?done").build();
    } catch (ProblemException refusal) {
      FormView again = typed.refused(layout.words(), refusal);
      return Response.ok(HtmlPage.of("form", layout, again).refusing(refusal)).build();
    }
  }

  String languages() {
    return Objects.requireNonNullElse(request.getHeader("Accept-Language"), "");
  }
}
