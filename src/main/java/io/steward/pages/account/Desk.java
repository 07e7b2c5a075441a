package io.steward.pages.account;

import io.steward.api.Language;
import io.steward.html.HtmlPage;
import io.steward.html.Layout;
import io.steward.html.form.Field;
import io.steward.html.form.FormView;
import io.steward.pages.Redirect;
import io.steward.pages.Visitors;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.session.browser.BrowserSession;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;

/** A request for a page of the account by its owner. */
record Desk(HttpServletRequest request, BrowserSession session, Layout layout) {

  static Desk of(Visitors visitors, HttpServletRequest request) {
    if (request.getUserPrincipal() instanceof BrowserSession session) {
      return new Desk(request, session, visitors.layout(request, session.user()));
    }
    throw new ProblemException(ProblemType.NOT_SIGNED_IN);
  }

  String get(String key, Object... values) {
    return layout.get(key, values);
  }

  /** The tag of the language that the browser asks for; may be empty. */
  String language() {
    return Language.preferred(request.getHeader("Accept-Language"));
  }

  /** The text of what was just done, if this request comes from doing it. */
  String done(Tab tab) {
    return "done".equals(request.getQueryString()) ? get(tab.key() + ".done") : "";
  }

  Response show(Tab tab, FormView form) {
    HtmlPage page = HtmlPage.of("accountform", layout, new AccountForm(tab, form.done(done(tab))));
    return Response.ok(page).build();
  }

  /** Leads to a page, which says what was done. */
  Response finished(Tab tab) {
    return Redirect.to(request, tab.path() + "?done").build();
  }

  /** Does the work, or shows the form again with what is wrong. */
  Response attempt(Tab tab, FormView form, Supplier<Response> work) {
    try {
      return work.get();
    } catch (ProblemException refusal) {
      if (refusal.type() == ProblemType.INVALID_TOKEN) {
        return Redirect.to(request, "/login/?next=" + tab.path()).build();
      }
      AccountForm view = new AccountForm(tab, form.refused(layout.words(), refusal));
      HtmlPage page = HtmlPage.of("accountform", layout, view).refusing(refusal);
      return Response.ok(page).build();
    }
  }

  /** The address of the account. Password managers know the password by it. */
  Field owner() {
    return Field.of("username", "email", get("login.email"), "username")
        .with(session.user().email())
        .readOnly();
  }
}
