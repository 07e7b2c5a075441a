package io.steward.pages.account;

import io.steward.access.SignedIn;
import io.steward.account.AccountUpdate;
import io.steward.api.Input;
import io.steward.api.Language;
import io.steward.html.Words;
import io.steward.html.form.Field;
import io.steward.html.form.FormView;
import io.steward.pages.Visitors;
import io.steward.user.AccountFields;
import io.steward.user.User;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The names and the language of the account. */
@Path("account")
@Produces("text/html")
public final class ProfilePage {
  private static final String FIRST_NAME = "first_name";
  private static final String LAST_NAME = "last_name";

  private final Visitors visitors;
  private final AccountUpdate update;

  public ProfilePage(Visitors visitors, AccountUpdate update) {
    this.visitors = visitors;
    this.update = update;
  }

  @GET
  @SignedIn
  public Response show(@Context HttpServletRequest request) {
    Desk desk = Desk.of(visitors, request);
    User user = desk.session().user();
    return desk.show(
        Tab.PROFILE, form(desk, user.name().first(), user.name().last(), user.language()));
  }

  @POST
  @SignedIn
  public Response change(@Context HttpServletRequest request, Input input) {
    Desk desk = Desk.of(visitors, request);
    FormView typed =
        form(
            desk,
            input.peek(FIRST_NAME).orElse(""),
            input.peek(LAST_NAME).orElse(""),
            input.peek(Language.FIELD.name()).orElse(""));
    return desk.attempt(Tab.PROFILE, typed, () -> change(desk, input));
  }

  private Response change(Desk desk, Input input) {
    AccountFields fields = new AccountFields(input);
    AccountUpdate.Change change =
        new AccountUpdate.Change(
            Optional.empty(),
            fields.firstName(),
            fields.lastName(),
            Optional.empty(),
            input.read(Language.FIELD));
    input.refuseFaults();
    AccountUpdate.Asker asker =
        new AccountUpdate.Asker(desk.session().id(), desk.language(), Optional.empty());
    update.update(desk.session().user(), asker, change).orElseThrow(AccountFields::passwordRefusal);
    return desk.finished(Tab.PROFILE);
  }

  private static FormView form(Desk desk, String first, String last, String language) {
    String spoken = spoken(language);
    Field choice =
        Field.of(Language.FIELD.name(), "select", desk.get("profile.language"), "")
            .options(languages(desk, spoken))
            .with(spoken);
    List<Field> fields =
        List.of(
            Field.of(FIRST_NAME, "text", desk.get("field.first_name"), "given-name").with(first),
            Field.of(LAST_NAME, "text", desk.get("field.last_name"), "family-name").with(last),
            choice);
    return FormView.of(
        desk.get("profile.title"), Tab.PROFILE.path(), desk.get("profile.button"), fields);
  }

  /** The language without its region, such as {@code en} for {@code en-US}, if pages speak it. */
  private static String spoken(String language) {
    String general = language.replaceFirst("-.*", "");
    return Words.LANGUAGES.contains(general) ? general : language;
  }

  /** The languages of pages, and the present one even if pages do not speak it. */
  private static Map<String, String> languages(Desk desk, String present) {
    Map<String, String> languages = new LinkedHashMap<>();
    languages.put("", desk.get("profile.language.browser"));
    Words.LANGUAGES.forEach(tag -> languages.put(tag, Words.in(tag).get("language.name")));
    languages.putIfAbsent(present, present);
    return languages;
  }
}
