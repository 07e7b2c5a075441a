package io.steward.pages.links;

import io.steward.access.Anyone;
import io.steward.api.Input;
import io.steward.html.Layout;
import io.steward.html.Link;
import io.steward.html.form.Field;
import io.steward.html.form.FormView;
import io.steward.pages.Visitors;
import io.steward.recovery.LinkRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** A page that asks for a message with a link. */
@Produces("text/html")
public final class LinkRequestPage {
  private final Visitors visitors;
  private final String name;
  private final LinkRequest link;

  /**
   * Creates the page.
   *
   * @param name the page's name in its path and in the keys of its texts
   * @param link sends the message
   */
  public LinkRequestPage(Visitors visitors, String name, LinkRequest link) {
    this.visitors = visitors;
    this.name = name;
    this.link = link;
  }

  @GET
  @Anyone
  public Response show(@Context HttpServletRequest request) {
    Application page = page(request);
    return page.show(form(page.layout(), ""), "");
  }

  @POST
  @Anyone
  public Response send(@Context HttpServletRequest request, Input input) {
    Application page = page(request);
    FormView typed = form(page.layout(), input.peek("email").orElse(""));
    return page.attempt(typed, () -> link.send(input, page.languages()));
  }

  private Application page(HttpServletRequest request) {
    return new Application(request, visitors.layout(request), name);
  }

  private FormView form(Layout layout, String email) {
    Field address = Field.of("email", "email", layout.get("login.email"), "username").with(email);
    return FormView.of(
            layout.get(name + ".title"),
            "/" + name + "/",
            layout.get(name + ".button"),
            List.of(address))
        .texts(layout.get(name + ".text"))
        .links(List.of(new Link("/login/", layout.get("login.title"))));
  }
}
