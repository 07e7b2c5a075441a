package io.steward.pages.links;

import io.steward.access.Anyone;
import io.steward.api.Input;
import io.steward.html.HtmlPage;
import io.steward.html.Layout;
import io.steward.html.Link;
import io.steward.html.MessageView;
import io.steward.html.form.Field;
import io.steward.html.form.FormView;
import io.steward.pages.Visitors;
import io.steward.registration.RegistrationForm;
import io.steward.settings.web.RegistrationMode;
import io.steward.settings.web.WebSettings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;

/** Creates an account. */
@Path("register")
@Produces("text/html")
public final class RegisterPage {
  private static final String NAME = "register";

  private final Visitors visitors;
  private final RegistrationForm form;
  private final RegistrationMode mode;
  private final boolean concealsAddresses;
  private final boolean tellsApproval;

  /**
   * Creates the page.
   *
   * @param tellsApproval whether a message says that an account was approved
   */
  public RegisterPage(
      Visitors visitors, RegistrationForm form, WebSettings settings, boolean tellsApproval) {
    this.visitors = visitors;
    this.form = form;
    this.mode = settings.registration();
    this.concealsAddresses = settings.concealsAddresses();
    this.tellsApproval = tellsApproval;
  }

  @GET
  @Anyone
  public Response show(@Context HttpServletRequest request) {
    Application page = new Application(request, visitors.layout(request), NAME);
    return mode.admitsStrangers()
        ? page.show(form(page.layout(), Input.empty()), way() + variant())
        : closed(page.layout());
  }

  @POST
  @Anyone
  public Response register(@Context HttpServletRequest request, Input input) {
    Application page = new Application(request, visitors.layout(request), NAME);
    return mode.admitsStrangers()
        ? page.attempt(form(page.layout(), input), () -> form.use(input, page.languages()))
        : closed(page.layout());
  }

  private String way() {
    return "." + mode.name().toLowerCase(Locale.ROOT);
  }

  /** Which text of this way is true with the other settings. */
  private String variant() {
    if (concealsAddresses) {
      return ".concealed";
    }
    return mode == RegistrationMode.APPROVED && !tellsApproval ? ".untold" : "";
  }

  private Response closed(Layout layout) {
    MessageView view =
        new MessageView(
            layout.get("register.closed.title"),
            List.of(layout.get("register.closed" + way())),
            List.of(new Link("/login/", layout.get("login.title"))));
    return Response.ok(new HtmlPage(403, "message", layout, view)).build();
  }

  private static FormView form(Layout layout, Input typed) {
    List<Field> fields =
        List.of(
            field(layout, typed, "email", "email", "username"),
            field(layout, typed, "first_name", "text", "given-name"),
            field(layout, typed, "last_name", "text", "family-name"),
            Field.of("password", "password", layout.get("login.password"), "new-password")
                .hint(layout.get("field.new_password.hint")));
    return FormView.of(
            layout.get("register.title"), "/register/", layout.get("register.button"), fields)
        .links(List.of(new Link("/login/", layout.get("register.login"))));
  }

  private static Field field(
      Layout layout, Input typed, String name, String type, String autocomplete) {
    return Field.of(name, type, layout.get("field." + name), autocomplete)
        .with(typed.peek(name).orElse(""));
  }
}
