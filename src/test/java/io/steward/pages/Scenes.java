package io.steward.pages;

import io.steward.testing.Caller;
import io.steward.testing.Folders;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import io.steward.testing.mail.SmtpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every page in every state. A new page or state belongs here: the tests look at all of them. */
final class Scenes implements AutoCloseable {
  private static final String NEW_PASSWORD = "analytical engine";
  private static final String LATER = "'2031-05-06 07:08Z'";
  private static final String UNKNOWN = "?token=" + "x".repeat(43);
  private static final String WRONG = "wr0ng";
  private static final String LONG_NAME =
      "Donaudampfschifffahrtsgesellschaftskapit\u00e4n".repeat(3);
  static final String RIGHT_TO_LEFT = "<script>\u202E \u05D0\u05D3\u05D4";
  private static final Pattern LINK = Pattern.compile("(/[a-z]+/\\?token=[0-9A-Za-z_-]+)");

  private final TestDatabase database = TestDatabase.create();
  private final SmtpServer mail = SmtpServer.start();
  private final Map<Map<String, String>, TestServer> servers = new HashMap<>();
  private final Caller caller = new Caller(server());
  private int guests;

  /** The server with the default settings, and mail. */
  TestServer server() {
    return server(Map.of());
  }

  TestServer server(Map<String, String> further) {
    return servers.computeIfAbsent(further, wanted -> TestServer.start(database, with(wanted)));
  }

  private Map<String, String> with(Map<String, String> further) {
    Map<String, String> settings = new HashMap<>(mail.settings());
    settings.keySet().removeIf(key -> key.startsWith("mail.link."));
    settings.put("public.url", "http://127.0.0.1:8080");
    settings.putAll(further);
    return settings;
  }

  Stream<Scene> all() {
    RefusalScenes refusals = new RefusalScenes(this);
    return Stream.of(
            home(),
            signIn(),
            refusals.portals(),
            registration(),
            links(),
            account(),
            refusals.errors(),
            german())
        .flatMap(List::stream);
  }

  private static Scene scene(String name, Consumer<Window> way) {
    return new Scene(name, way);
  }

  TestDatabase database() {
    return database;
  }

  Visitor ada() {
    return Visitor.arrive(database, caller);
  }

  /** A user whose address is verified. */
  private Visitor proved() {
    Visitor ada = ada();
    ada.set("email_verified_at = now()");
    return ada;
  }

  private String guest() {
    guests++;
    return "guest-" + guests + "@golden.example";
  }

  private List<Scene> home() {
    return List.of(
        scene("home", window -> window.open("/")),
        scene(
            "home-closed", window -> window.at(server(Map.of("registration", "closed"))).open("/")),
        scene("home-branded", window -> window.at(server(brand())).open("/")));
  }

  static Map<String, String> brand() {
    String svg =
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><circle cx='4' cy='4' r='4' fill='#0a7'/></svg>";
    try {
      Path logo = Files.writeString(Folders.fresh("scenes").resolve("logo.svg"), svg);
      return Map.of(
          "brand.color", "#ffdd00", "brand.logo", logo.toString(), "brand.name", "City of Ulm");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Scene> signIn() {
    return List.of(
        scene("login", window -> window.open("/login/")),
        scene("login-branded", window -> window.at(server(brand())).open("/login/")),
        scene(
            "login-closed",
            window -> window.at(server(Map.of("registration", "closed"))).open("/login/")),
        scene("login-missing", window -> window.open("/login/").send().says("Enter your email")),
        scene("login-refused", window -> window.signIn("a@b.example", WRONG).says("do not match")),
        scene("login-throttled", this::throttled),
        scene("login-unverified", window -> registered(window, "verified").says("open the link")),
        scene("login-deactivated", window -> deactivated(window, "null").says("is deactivated")),
        scene("login-deactivated-until", window -> deactivated(window, LATER).says("until 6 May")),
        scene("login-approval", window -> registered(window, "approved").says("approve")),
        scene(
            "login-unavailable",
            window -> window.at(withoutDatabase()).signIn("a@b.example", WRONG).says("not work")),
        scene("logout", window -> window.signIn(ada()).open("/logout/")),
        scene(
            "logout-done",
            window -> window.signIn(ada()).click("header button").says("are signed out")));
  }

  private void throttled(Window window) {
    TestServer throttling = server(Map.of("throttle", "on"));
    String email = ada().email();
    window.at(throttling).repeat("too many attempts", () -> window.signIn(email, WRONG));
  }

  private Window deactivated(Window window, String until) {
    Visitor ada = ada();
    ada.set("is_active = false, inactive_until = " + until);
    return window.signIn(ada.email(), Caller.PASSWORD);
  }

  private Window registered(Window window, String mode) {
    TestServer server = server(Map.of("registration", mode));
    String email = guest();
    register(window.at(server), email, Caller.PASSWORD)
        .says(mode.equals("verified") ? "Almost" : "Thank you");
    return window.signIn(email, Caller.PASSWORD);
  }

  static Window register(Window window, String email, String password) {
    return window.open("/register/").type("email", email).type("password", password).send();
  }

  /** Nothing listens at this port. */
  TestServer withoutDatabase() {
    Map<String, String> down = Map.of("database", "down");
    return servers.computeIfAbsent(
        down, no -> TestServer.start("jdbc:postgresql://127.0.0.1:1/none", with(Map.of())));
  }

  TestServer withoutMail() {
    Map<String, String> none = Map.of("mail", "none");
    return servers.computeIfAbsent(none, no -> TestServer.start(database));
  }

  private List<Scene> registration() {
    return List.of(
        scene("register", window -> window.open("/register/")),
        scene("register-wrong", window -> register(window, "ada", "12345678").says("digits")),
        scene("register-taken", window -> register(window, ada().email(), WRONG).says("already")),
        scene("register-done", window -> register(window, guest(), Caller.PASSWORD).says("ready")),
        scene(
            "register-verify",
            window ->
                register(
                        window.at(server(Map.of("registration", "verified"))),
                        guest(),
                        Caller.PASSWORD)
                    .says("Almost")),
        scene(
            "register-approve",
            window ->
                register(
                        window.at(server(Map.of("registration", "approved"))),
                        guest(),
                        Caller.PASSWORD)
                    .says("Thank you")),
        scene(
            "register-invited",
            window -> window.at(server(Map.of("registration", "invited"))).open("/register/")),
        scene(
            "register-closed",
            window -> window.at(server(Map.of("registration", "closed"))).open("/register/")));
  }

  private List<Scene> links() {
    return List.of(
        scene("forgot", window -> window.open("/forgot/")),
        scene("forgot-wrong", window -> forgot(window, "ada").says("such as")),
        scene("forgot-done", window -> forgot(window, "a@b.example").says("Check your email")),
        scene("resend", window -> window.open("/resend/")),
        scene(
            "resend-done",
            window ->
                window
                    .open("/resend/")
                    .type("email", ada().email())
                    .send()
                    .says("Check your email")),
        scene("reset", window -> window.open(resetLink(window))),
        scene(
            "reset-wrong",
            window ->
                window.open(resetLink(window)).type("new_password", WRONG).send().says("longer")),
        scene(
            "reset-done",
            window ->
                window
                    .open(resetLink(window))
                    .type("new_password", NEW_PASSWORD)
                    .send()
                    .says("saved")),
        scene("reset-void", window -> window.open("/reset/" + UNKNOWN).says("used already")),
        scene("verify", window -> window.open(verifyLink(window))),
        scene("verify-done", window -> window.open(verifyLink(window)).send().says("confirmed")),
        scene("verify-incomplete", window -> window.open("/verify/").says("part of the address")),
        scene("verify-void", window -> window.open("/verify/" + UNKNOWN).says("used it yourself")),
        scene(
            "invitation-void", window -> window.open("/invitation/" + UNKNOWN).says("invitation")),
        scene("change", window -> window.open(changeLink(window, guest()))),
        scene(
            "change-done",
            window -> window.open(changeLink(window, guest())).send().says("is changed")),
        scene("change-void", window -> window.open("/change/" + UNKNOWN).says("is changed")),
        scene("change-taken", window -> window.open(takenLink(window)).send().says("already")),
        scene("undo-void", window -> window.open("/undo/" + UNKNOWN).says("tell an admin")),
        scene("undo", window -> window.open(undoLink(window))),
        scene("undo-done", window -> window.open(undoLink(window)).send().says("old address")),
        scene(
            "invitation-closed",
            window ->
                window
                    .at(server(Map.of("registration", "closed")))
                    .open("/invitation/" + UNKNOWN)
                    .says("not open to you")),
        scene(
            "invitation-incomplete",
            window -> window.open("/invitation/").says("part of the address")),
        scene("invitation", window -> window.open(invitationLink())),
        scene(
            "invitation-wrong",
            window -> window.open(invitationLink()).type("password", WRONG).send().says("longer")));
  }

  static Window forgot(Window window, String email) {
    return window.open("/forgot/").type("email", email).send();
  }

  private String resetLink(Window window) {
    String email = ada().email();
    forgot(window, email).says("Check your email");
    return link(email);
  }

  private String verifyLink(Window window) {
    String email = guest();
    register(window, email, Caller.PASSWORD).says("ready");
    return link(email);
  }

  private String changeLink(Window window, String fresh) {
    changeAddress(window.signIn(proved()), fresh).says("on its way");
    return link(fresh);
  }

  /** Confirms an address that belongs to somebody else by now. */
  private String takenLink(Window window) {
    String fresh = guest();
    String link = changeLink(window, fresh);
    ada().set("email = '%1$s', canonical_email = '%1$s'".formatted(fresh));
    return link;
  }

  private static Window changeAddress(Window window, String fresh) {
    return window
        .open("/account/email/")
        .type("email", fresh)
        .type("current_password", Caller.PASSWORD)
        .send();
  }

  private String undoLink(Window window) {
    Visitor ada = proved();
    String fresh = guest();
    changeAddress(window.signIn(ada), fresh).says("on its way");
    window.open(link(fresh)).send().says("is changed");
    return link(ada.email());
  }

  String invitationLink() {
    Visitor admin = ada();
    admin.set("is_staff = true, is_superuser = true");
    String email = guest();
    String json = "{\"email\":\"%s\",\"first_name\":\"Grace\",\"last_name\":\"Hopper\"}";
    admin
        .as(admin.logIn(), "POST", "/admin/api/invitations/", json.formatted(email))
        .assertStatus(201);
    return link(email);
  }

  private String link(String recipient) {
    Matcher link = LINK.matcher(mail.await(recipient).plain());
    if (!link.find()) {
      throw new AssertionError("no link for " + recipient);
    }
    return link.group(1);
  }

  private List<Scene> account() {
    return List.of(
        scene("account", window -> window.signIn(ada())),
        scene("account-saved", window -> window.signIn(ada()).send().says("saved")),
        scene("account-wrong", window -> named(window, "x".repeat(151)).says("too long")),
        scene("account-long-name", window -> named(window, LONG_NAME).says("saved")),
        scene("account-right-to-left", window -> named(window, RIGHT_TO_LEFT).says("saved")),
        scene("email", window -> window.signIn(ada()).open("/account/email/")),
        scene(
            "email-wrong",
            window -> window.signIn(ada()).open("/account/email/").send().says("Fill in")),
        scene(
            "email-changed",
            window -> changeAddress(window.signIn(ada()), guest()).says("is changed")),
        scene(
            "email-sent",
            window -> changeAddress(window.signIn(proved()), guest()).says("its way")),
        scene("password", window -> window.signIn(ada()).open("/account/password/")),
        scene("password-wrong", window -> changePassword(window, WRONG).says("longer")),
        scene("password-changed", window -> changePassword(window, NEW_PASSWORD).says("changed")),
        scene("password-throttled", this::tooManyPasswords),
        scene("sessions", window -> manySessions(window, 3)),
        scene("sessions-many", window -> manySessions(window, 30).says("Show older")),
        scene(
            "sessions-ended",
            window -> manySessions(window, 1).send().says("Only the sessions in this list")),
        scene("activity", window -> manySessions(window, 3).open("/account/activity/")),
        scene(
            "activity-many",
            window -> manySessions(window, 30).open("/account/activity/").says("Show older")),
        scene("delete", window -> window.signIn(ada()).open("/account/delete/")),
        scene("delete-last", this::lastAdministrator),
        scene(
            "deleted",
            window ->
                window
                    .signIn(ada())
                    .open("/account/delete/")
                    .type("current_password", Caller.PASSWORD)
                    .send()
                    .says("Your account is deleted")),
        scene(
            "delete-wrong",
            window -> window.signIn(ada()).open("/account/delete/").send().says("Fill in")));
  }

  private Window named(Window window, String name) {
    return window.signIn(ada()).type("first_name", name).send();
  }

  private Window changePassword(Window window, String fresh) {
    return window
        .signIn(ada())
        .open("/account/password/")
        .type("current_password", Caller.PASSWORD)
        .type("new_password", fresh)
        .send();
  }

  private void tooManyPasswords(Window window) {
    window.at(server(Map.of("throttle", "on"))).signIn(ada());
    window.repeat(
        "too often",
        () -> {
          window
              .open("/account/password/")
              .type("current_password", WRONG)
              .type("new_password", NEW_PASSWORD)
              .send()
              .says("Your password");
          window.chromium().await("document.querySelector('.summary') !== null");
        });
  }

  /** Rights that nobody else has must not get lost. */
  private void lastAdministrator(Window window) {
    Visitor ada = ada();
    database.execute("update users set is_superuser = false");
    ada.set("is_staff = true, is_superuser = true");
    window.signIn(ada).open("/account/delete/").type("current_password", Caller.PASSWORD).send();
    window.says("This is not possible yet");
  }

  private Window manySessions(Window window, int others) {
    Visitor ada = ada();
    for (int i = 0; i < others; i++) {
      ada.logIn();
    }
    return window.signIn(ada).open("/account/sessions/");
  }

  private List<Scene> german() {
    return List.of(
        scene(
            "german-login-refused",
            window -> german(window).signIn("a@b.example", WRONG).says("Konto")),
        scene(
            "german-login-deactivated",
            window -> deactivated(german(window), LATER).says("bis 6. Mai")),
        scene(
            "german-register-wrong",
            window -> register(german(window), "ada", WRONG).says("Bitte")),
        scene("german-account", window -> german(window).signIn(ada())),
        scene("german-sessions", window -> manySessions(german(window), 2)),
        scene("german-delete", window -> german(window).signIn(ada()).open("/account/delete/")));
  }

  static Window german(Window window) {
    window.chromium().speak("de");
    return window;
  }

  @Override
  public void close() {
    servers.values().forEach(TestServer::close);
    mail.close();
  }
}
