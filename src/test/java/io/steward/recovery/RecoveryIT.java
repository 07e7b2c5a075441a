package io.steward.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.mail.Composed;
import io.steward.mail.MailKind;
import io.steward.testing.Answer;
import io.steward.testing.Caller;
import io.steward.testing.Crowd;
import io.steward.testing.Folders;
import io.steward.testing.LockedUser;
import io.steward.testing.Postbox;
import io.steward.testing.Rounds;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RecoveryIT {
  private static final String NEW_PASSWORD = "another horse battery staple";
  private static final Map<String, List<String>> BAD_LINK =
      Map.of("token", List.of("This link does not work, has expired, or was already used."));
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final Map<String, String> SETTINGS = settings();
  @AutoClose private static final TestServer server = TestServer.start(DATABASE, SETTINGS);

  @AutoClose private static final Postbox postbox = postbox("all");

  private static final Caller caller = new Caller(server);
  private static int users;

  private static Postbox postbox(String notices) {
    return postbox(Map.of("mail.notices", notices));
  }

  private static Postbox postbox(Map<String, String> further) {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.putAll(further);
    return new Postbox(
        TestServer.settings(DATABASE.url(), settings),
        all -> new LinkLetters(all.mail()).composers());
  }

  /** Settings for messages that stay in the outbox, because the mail server is down. */
  private static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("mail.host", "127.0.0.1");
    settings.put("mail.port", String.valueOf(Folders.freePort()));
    settings.put("mail.tls", "off");
    settings.put("mail.from", "steward@golden.example");
    settings.put("mail.notices", "all");
    for (String purpose : List.of("verify", "reset", "change", "undo", "invitation")) {
      settings.put("mail.link." + purpose, "https://app.golden.example/" + purpose + "#{token}");
    }
    return settings;
  }

  @BeforeEach
  void empty() {
    DATABASE.execute("delete from mails");
  }

  private static String registered() {
    String email = "r" + users++ + "@golden.example";
    caller.register(email, Caller.PASSWORD).assertStatus(201);
    DATABASE.execute("delete from mails");
    return email;
  }

  private static String verified() {
    String email = registered();
    DATABASE.execute("update users set email_verified_at = now() where email = '" + email + "'");
    return email;
  }

  private static Answer ask(String path, String email) {
    return caller.post("/user/" + path + "/", "{\"email\":" + Caller.quoted(email) + "}");
  }

  private static Answer use(String path, String token) {
    return caller.post("/user/" + path + "/", "{\"token\":" + Caller.quoted(token) + "}");
  }

  private static Answer reset(String token, String password) {
    return caller.post(
        "/user/reset_password_confirm/",
        "{\"token\":\"" + token + "\",\"new_password\":\"" + password + "\"}");
  }

  private static Answer changeEmail(String token, String email, String password) {
    return caller.json(
        "POST",
        "/user/change_email/",
        Caller.bearer(token),
        ("{\"email\":" + Caller.quoted(email) + ",\"current_password\":\"" + password + "\"}")
            .getBytes(StandardCharsets.UTF_8));
  }

  private static List<MailKind> kinds() {
    return postbox.take().stream().map(Composed::kind).toList();
  }

  private static String resetToken(String email) {
    ask("reset_password", email).assertStatus(202);
    return postbox.token(MailKind.RESET);
  }

  private static List<String> events(String email) {
    return DATABASE.query(
        "select event from audit where user_id = (select id from users where email = '"
            + email
            + "') order by time");
  }

  private static List<String> details(String email, String... events) {
    return DATABASE.query(
        "select event || ' ' || detail from audit where event in ('%s') and actor_id = user_id and user_id ="
                .formatted(String.join("','", events))
            + " (select id from users where email = '%s') order by event".formatted(email));
  }

  @Test
  void a_link_verifies_the_address_once_and_ends_what_was_before() {
    String email = registered();
    String before = caller.token(email);
    ask("send_verification", email).assertStatus(202);
    ask("reset_password", email).assertStatus(202);
    changeEmail(before, "mine-" + email, Caller.PASSWORD).assertStatus(202);
    String verify = postbox.token(MailKind.VERIFICATION);
    String reset = postbox.token(MailKind.RESET);
    String change = postbox.token(MailKind.CHANGE);
    assertThat(use("verify_email", verify).assertStatus(200).text("email")).isEqualTo(email);
    caller.account(before).assertStatus(401);
    use("verify_email", verify).assertProblem(400, BAD_LINK);
    reset(reset, NEW_PASSWORD).assertProblem(400, BAD_LINK);
    use("change_email_confirm", change).assertProblem(400, BAD_LINK);
    assertThat(events(email)).endsWith("email-verified");
    ask("send_verification", email).assertStatus(202);
    assertThat(postbox.take()).isEmpty();
    String fresh = caller.token(email);
    String claims = fresh.substring(fresh.indexOf('.') + 1, fresh.lastIndexOf('.'));
    assertThat(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8))
        .contains("\"email_verified\":true");
  }

  @Test
  void a_change_that_was_requested_before_the_verification_gets_no_link_after_it() {
    String email = registered();
    changeEmail(caller.token(email), "evil-" + email, Caller.PASSWORD).assertStatus(202);
    ask("send_verification", email).assertStatus(202);
    use("verify_email", postbox.token(MailKind.VERIFICATION)).assertStatus(200);
    assertThat(postbox.take()).isEmpty();
  }

  @Test
  void a_link_sets_a_new_password_verifies_the_address_and_ends_all_sessions() {
    String email = registered();
    String before = caller.token(email);
    String token = resetToken(email);
    assertThat(reset(token, "password123").assertStatus(400).json().get("codes"))
        .isEqualTo(Map.of("new_password", List.of("password_too_common")));
    assertThat(reset(token, NEW_PASSWORD).assertStatus(200).text("email")).isEqualTo(email);
    caller.account(before).assertStatus(401);
    caller.logIn(email, Caller.PASSWORD).assertStatus(403);
    caller.logIn(email, NEW_PASSWORD).assertStatus(200);
    reset(token, Caller.PASSWORD).assertProblem(400, BAD_LINK);
    assertThat(kinds()).containsExactly(MailKind.PASSWORD_CHANGED);
    assertThat(details(email, "email-verified", "password-changed"))
        .containsExactly("email-verified reset link", "password-changed reset link");
    reset(resetToken(email), "a third battery staple").assertStatus(200);
    assertThat(details(email, "email-verified")).hasSize(1);
    assertThat(
            DATABASE.query(
                "select email_verified_at is not null from users where email = '" + email + "'"))
        .containsExactly("t");
  }

  @Test
  void a_message_greets_by_name_only_after_the_address_is_verified() {
    String email = registered();
    DATABASE.execute(
        "update users set first_name = 'Call +1 555 0100 now' where email = '" + email + "'");
    ask("reset_password", email).assertStatus(202);
    assertThat(postbox.take())
        .singleElement()
        .satisfies(mail -> assertThat(mail.values()).containsEntry("name", ""));
    DATABASE.execute("update users set email_verified_at = now() where email = '" + email + "'");
    ask("reset_password", email).assertStatus(202);
    assertThat(postbox.take())
        .singleElement()
        .satisfies(mail -> assertThat(mail.values()).containsEntry("name", "Call +1 555 0100 now"));
  }

  @Test
  void a_second_reset_tells_that_an_earlier_link_still_works() {
    String email = verified();
    String first = resetToken(email);
    ask("reset_password", email).assertStatus(202);
    Composed again = postbox.take().get(0);
    assertThat(again.kind()).isEqualTo(MailKind.RESET_AGAIN);
    String second = Postbox.token(again);
    assertThat(second).isNotEqualTo(first);
    // An operator may switch the notice off; the link is sent all the same.
    ask("reset_password", email).assertStatus(202);
    try (Postbox quiet = postbox("none")) {
      Composed plain = quiet.take().get(0);
      assertThat(plain.kind()).isEqualTo(MailKind.RESET);
      second = Postbox.token(plain);
    }
    reset(second, NEW_PASSWORD).assertStatus(200);
    reset(first, NEW_PASSWORD).assertProblem(400, BAD_LINK);
  }

  @Test
  void the_link_that_takes_a_change_back_is_sent_also_if_notices_are_off() {
    String email = verified();
    moved(email, "b-" + email);
    try (Postbox quiet = postbox("none")) {
      use("change_email_undo", quiet.token(MailKind.CHANGED)).assertStatus(200);
    }
  }

  @ParameterizedTest
  @CsvSource({"VERIFICATION, verify", "RESET, reset", "CHANGE, change", "CHANGED, undo"})
  void a_link_works_as_long_as_its_setting_says(MailKind kind, String purpose) {
    String email = registered();
    if (kind != MailKind.VERIFICATION) {
      DATABASE.execute("update users set email_verified_at = now() where email = '" + email + "'");
    }
    request(kind, email);
    DATABASE.execute("delete from one_time_tokens where purpose = '" + purpose + "'");
    try (Postbox box = postbox(Map.of("mail.lifetime." + purpose, "54321"))) {
      box.token(kind);
    }
    assertThat(
            DATABASE.query(
                "select round(extract(epoch from expires_at - now()) / 600) from one_time_tokens"
                    + " where purpose = '%s'".formatted(purpose)))
        .containsExactly(String.valueOf(54_321 / 600 + 1));
  }

  @Test
  void only_the_stored_spelling_of_an_address_gets_a_link() {
    String email = "r" + users++ + "@bücher.golden.example";
    caller.register(email, Caller.PASSWORD).assertStatus(201);
    DATABASE.execute("delete from mails");
    ask("reset_password", email.toUpperCase(Locale.ROOT).replace("BÜCHER", "xn--bcher-kva"))
        .assertStatus(202);
    assertThat(postbox.take())
        .singleElement()
        .satisfies(message -> assertThat(message.recipient().address()).isEqualTo(email));
  }

  @ParameterizedTest
  @ValueSource(strings = {"send_verification", "reset_password"})
  void the_answer_does_not_show_whether_an_address_has_an_account(String path) {
    String email = registered();
    Answer known = ask(path, email).assertStatus(202);
    Answer unknown = ask(path, "nobody-" + email).assertStatus(202);
    DATABASE.execute("update users set is_active = false where email = '" + email + "'");
    Answer inactive = ask(path, email).assertStatus(202);
    assertThat(unknown.body()).isEqualTo(known.body()).isEqualTo(inactive.body());
    assertThat(unknown.lastingHeaders()).isEqualTo(known.lastingHeaders());
    assertThat(postbox.take()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@golden.example\\r\\nBcc: b@golden.example",
        "Ada <ada@golden.example>",
        "\\\"a\\r\\nBcc: b@golden.example\\\"@golden.example",
        "a@golden.example,b@golden.example",
        "a@golden.example\\u0000",
        "a@gol\\u2028den.example"
      })
  void an_address_with_anything_beside_it_is_refused(String json) {
    for (String path : List.of("send_verification", "reset_password")) {
      caller.post("/user/" + path + "/", "{\"email\":\"" + json + "\"}").assertStatus(400);
    }
    assertThat(DATABASE.query("select id from mails")).isEmpty();
  }

  @Test
  void every_token_that_cannot_be_used_gets_the_same_answer() {
    String email = verified();
    String other = resetToken(verified());
    String token = resetToken(email);
    char flipped = (char) (token.charAt(5) == 'A' ? 'B' : token.charAt(5) ^ 1);
    List<String> bad = new ArrayList<>();
    bad.add(
        token.substring(0, 5)
            + (Character.isLetterOrDigit(flipped) ? flipped : 'x')
            + token.substring(6));
    bad.add(token + "A");
    bad.add("x");

    for (String text : bad) {
      reset(text, NEW_PASSWORD).assertProblem(400, BAD_LINK);
    }
    for (String path : List.of("verify_email", "change_email_confirm", "change_email_undo")) {
      use(path, token).assertProblem(400, BAD_LINK);
    }
    reset(other, NEW_PASSWORD).assertStatus(200);
    caller.logIn(email, NEW_PASSWORD).assertStatus(403);
    DATABASE.execute("update one_time_tokens set expires_at = now()");
    reset(token, NEW_PASSWORD).assertProblem(400, BAD_LINK);
    String late = resetToken(email);
    DATABASE.execute("update users set is_active = false where email = '" + email + "'");
    reset(late, NEW_PASSWORD).assertProblem(400, BAD_LINK);
  }

  @ParameterizedTest
  @CsvSource({
    "verify_email, VERIFICATION, send_verification",
    "reset_password_confirm, RESET, reset_password"
  })
  void reading_a_link_uses_nothing(String path, MailKind kind, String request) {
    String email = registered();
    ask(request, email).assertStatus(202);
    String token = postbox.token(kind);
    caller.get("/user/" + path + "/?token=" + token).assertStatus(405);
    caller.send("HEAD", "/user/" + path + "/?token=" + token, Map.of(), new byte[0]);
    Answer used = kind == MailKind.RESET ? reset(token, NEW_PASSWORD) : use("verify_email", token);
    used.assertStatus(200);
  }

  @ParameterizedTest
  @CsvSource({"VERIFICATION, 200", "RESET, 24", "CHANGE, 200", "CHANGED, 200"})
  @Tag("race")
  void one_of_fifty_simultaneous_uses_of_a_token_succeeds(MailKind kind, int rounds)
      throws Exception {
    for (int round = 0; round < Rounds.of(rounds); round++) {
      String token = fresh(kind);
      Callable<Answer> call =
          switch (kind) {
            case RESET -> () -> reset(token, NEW_PASSWORD);
            case CHANGE -> () -> use("change_email_confirm", token);
            case CHANGED -> () -> use("change_email_undo", token);
            default -> () -> use("verify_email", token);
          };
      List<Answer> answers = Crowd.call(Collections.nCopies(50, call));
      assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
      assertThat(answers).allMatch(answer -> List.of(200, 400, 503).contains(answer.status()));
    }
  }

  /** The token of a link to a new user. */
  private static String fresh(MailKind kind) {
    request(kind, kind == MailKind.VERIFICATION ? registered() : verified());
    return postbox.token(kind);
  }

  private static void request(MailKind kind, String email) {
    switch (kind) {
      case RESET -> ask("reset_password", email).assertStatus(202);
      case CHANGE ->
          changeEmail(caller.token(email), "b-" + email, Caller.PASSWORD).assertStatus(202);
      case CHANGED -> moved(email, "b-" + email);
      default -> ask("send_verification", email).assertStatus(202);
    }
  }

  @Test
  void the_owner_of_the_new_address_confirms_a_change_and_the_old_one_takes_it_back() {
    String old = verified();
    String fresh = "new-" + old;
    String access = caller.token(old);
    changeEmail(access, fresh, "wrong horse battery").assertStatus(400);
    changeEmail(access, old.toUpperCase(Locale.ROOT), Caller.PASSWORD).assertStatus(400);
    changeEmail(access, fresh, Caller.PASSWORD).assertStatus(202);
    String token = postbox.token(MailKind.CHANGE);
    assertThat(caller.account(access).assertStatus(200).text("email")).isEqualTo(old);
    use("change_email_confirm", token).assertStatus(200);
    use("change_email_confirm", token).assertProblem(400, BAD_LINK);
    caller.account(access).assertStatus(401);
    caller.logIn(old, Caller.PASSWORD).assertStatus(403);
    String undo = postbox.token(MailKind.CHANGED);
    // A thief who changes the address twice, or resets the password, does not get rid of the owner.
    reset(resetToken(fresh), NEW_PASSWORD).assertStatus(200);
    String thief = caller.logIn(fresh, NEW_PASSWORD).assertStatus(200).text("token");
    changeEmail(thief, "third-" + old, NEW_PASSWORD).assertStatus(202);
    use("change_email_confirm", postbox.token(MailKind.CHANGE)).assertStatus(200);
    String thiefUndo = postbox.token(MailKind.CHANGED);
    postbox.take();
    assertThat(use("change_email_undo", undo).assertStatus(200).text("email")).isEqualTo(old);
    use("change_email_undo", undo).assertProblem(400, BAD_LINK);
    use("change_email_undo", thiefUndo).assertProblem(400, BAD_LINK);
    caller.logIn(old, NEW_PASSWORD).assertStatus(403);
    caller.logIn("third-" + old, NEW_PASSWORD).assertStatus(403);
    List<Composed> messages = postbox.take();
    assertThat(messages).allMatch(message -> message.recipient().address().equals(old));
    Composed link = messages.get(messages.size() - 1);
    assertThat(link.kind()).isEqualTo(MailKind.RESET);
    assertThat(details(old, "password-changed")).contains("password-changed undo link");
    reset(Postbox.token(link), Caller.PASSWORD).assertStatus(200);
    caller.logIn(old, Caller.PASSWORD).assertStatus(200);
  }

  @Test
  void a_change_to_an_address_that_is_taken_shows_only_to_its_owner() {
    String email = verified();
    String taken = registered();
    changeEmail(caller.token(email), taken, Caller.PASSWORD).assertStatus(202);
    assertThat(postbox.take()).isEmpty();
    changeEmail(caller.token(email), "free-" + email, Caller.PASSWORD).assertStatus(202);
    String token = postbox.token(MailKind.CHANGE);
    caller.register("free-" + email, Caller.PASSWORD).assertStatus(201);
    use("change_email_confirm", token)
        .assertProblem(400, Map.of("email", List.of("user with this email already exists.")));
  }

  /** Changes the address by a link, and returns the new access token. */
  private static String moved(String from, String to) {
    changeEmail(caller.token(from), to, Caller.PASSWORD).assertStatus(202);
    use("change_email_confirm", postbox.token(MailKind.CHANGE)).assertStatus(200);
    return caller.token(to);
  }

  private static String patch(String email) {
    return "{\"email\":\"%s\",\"current_password\":\"%s\",\"language\":\"de\"}"
        .formatted(email, Caller.PASSWORD);
  }

  @Test
  void only_an_unverified_address_is_changed_at_once() {
    String email = registered();
    caller.account("PATCH", caller.token(email), patch("other-" + email)).assertStatus(200);
    // An unverified address may be somebody else's, so it gets no link that takes the account.
    assertThat(postbox.take())
        .singleElement()
        .satisfies(message -> assertThat(message.kind()).isEqualTo(MailKind.VERIFICATION))
        .satisfies(message -> assertThat(message.recipient().language()).isEqualTo("de"));
    String thief = moved(verified(), "moved-" + email);
    String undo = postbox.token(MailKind.CHANGED);
    caller
        .account("PATCH", thief, patch("away-" + email))
        .assertProblem(
            400, Map.of("email", List.of("Use /user/change_email/ to change the address.")));
    use("change_email_undo", undo).assertStatus(200);
  }

  @Test
  void a_thief_who_takes_a_change_back_does_not_end_the_link_of_the_owner() {
    String email = verified();
    moved(email, "b-" + email);
    moved("b-" + email, "c-" + email);
    List<Composed> links = postbox.take();
    assertThat(links).extracting(Composed::kind).containsOnly(MailKind.CHANGED);
    moved("c-" + email, "d-" + email);
    use("change_email_undo", Postbox.token(links.get(1))).assertStatus(200);
    String undone = use("change_email_undo", Postbox.token(links.get(0))).text("email");
    assertThat(undone).isEqualTo(email);
    assertThat(kinds()).doesNotContain(MailKind.CHANGED);
  }

  @Test
  void an_address_that_its_owner_can_take_back_is_taken() {
    String email = verified();
    String other = registered();
    moved(email, "b-" + email);
    Map<String, Object> taken = Map.of("email", List.of("user with this email already exists."));
    caller.register(email.toUpperCase(Locale.ROOT), Caller.PASSWORD).assertProblem(400, taken);
    String undo = postbox.token(MailKind.CHANGED);
    caller.register(email, Caller.PASSWORD).assertProblem(400, taken);
    caller.account("PATCH", caller.token(other), patch(email)).assertProblem(400, taken);
    changeEmail(caller.token(other), email, Caller.PASSWORD).assertStatus(202);
    assertThat(postbox.take()).isEmpty();
    use("change_email_undo", undo).assertStatus(200);
  }

  @Test
  void a_thief_does_not_end_the_link_of_the_owner_by_deleting_the_account() {
    String email = verified();
    String thief = moved(email, "b-" + email);
    String proof = "{\"current_password\":\"%s\"}".formatted(Caller.PASSWORD);
    Answer refused = caller.account("DELETE", thief, proof).assertStatus(409);
    assertThat(refused.json().get("type")).isEqualTo("urn:steward:problem:undo-open");
    assertThat(refused.text("detail")).contains("can still undo that", "ask an administrator");
    use("change_email_undo", postbox.token(MailKind.CHANGED)).assertStatus(200);
    reset(postbox.token(MailKind.RESET), NEW_PASSWORD).assertStatus(200);
    String owner = caller.logIn(email, NEW_PASSWORD).assertStatus(200).text("token");
    String again = "{\"current_password\":\"%s\"}".formatted(NEW_PASSWORD);
    caller.account("DELETE", owner, again).assertStatus(204);
  }

  @Test
  void an_account_whose_address_was_changed_is_deleted_later_or_by_an_administrator() {
    String root = verified();
    DATABASE.execute(
        "update users set is_staff = true, is_superuser = true where email = '" + root + "'");
    String proof = "{\"current_password\":\"%s\"}".formatted(Caller.PASSWORD);
    String email = verified();
    String token = moved(email, "b-" + email);
    DATABASE.execute("update one_time_tokens set expires_at = now()");
    caller.account("DELETE", token, proof).assertStatus(204);
    String other = verified();
    moved(other, "b-" + other);
    String id = DATABASE.query("select id from users where email = 'b-" + other + "'").get(0);
    caller
        .json(
            "DELETE",
            "/admin/api/users/" + id + "/",
            Caller.bearer(caller.token(root)),
            new byte[0])
        .assertStatus(204);
  }

  @Test
  void an_administrator_who_changes_an_address_ends_the_links_that_take_changes_back() {
    String root = verified();
    DATABASE.execute(
        "update users set is_staff = true, is_superuser = true where email = '" + root + "'");
    String email = verified();
    moved(email, "b-" + email);
    String id = DATABASE.query("select id from users where email = 'b-" + email + "'").get(0);
    byte[] change = "{\"email\":\"c-%s\"}".formatted(email).getBytes(StandardCharsets.UTF_8);
    Map<String, String> bearer = Caller.bearer(caller.token(root));
    caller.json("PATCH", "/admin/api/users/" + id + "/", bearer, change).assertStatus(200);
    assertThat(DATABASE.query("select state from mails where kind = 'changed'"))
        .containsExactly("dropped");
    assertThat(kinds()).containsExactly(MailKind.VERIFICATION, MailKind.ADDRESS_CHANGED);
    caller.register(email, Caller.PASSWORD).assertStatus(201);
  }

  @Test
  void another_spelling_of_an_address_is_verified_again() {
    String email = "r" + users++ + "@bücher.golden.example";
    caller.register(email, Caller.PASSWORD).assertStatus(201);
    DATABASE.execute("delete from mails");
    String stored = email.replace("bücher", "xn--bcher-kva");
    String where = " where email = '" + stored + "'";
    DATABASE.execute("update users set email = '" + stored + "' where email = '" + email + "'");
    DATABASE.execute(
        "update users set email_verified_at = now(), canonical_email = '" + email + "'" + where);
    caller.account("PATCH", caller.token(stored), patch(email)).assertStatus(200);
    assertThat(kinds()).containsExactly(MailKind.VERIFICATION);
  }

  @Test
  void a_link_that_takes_a_change_back_waits_for_a_change_of_the_address() throws Exception {
    String email = verified();
    moved(email, "b-" + email);
    try (LockedUser user = LockedUser.of(DATABASE, "b-" + email)) {
      CompletableFuture<List<MailKind>> delivered = user.blocks(RecoveryIT::kinds);
      user.execute("update users set email = '" + email + "' where email = 'b-" + email + "'");
      user.release();
      assertThat(delivered.get(20, TimeUnit.SECONDS)).isEmpty();
    }
  }
}
