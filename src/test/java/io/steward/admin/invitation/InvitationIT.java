package io.steward.admin.invitation;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Answer;
import io.steward.testing.Await;
import io.steward.testing.Caller;
import io.steward.testing.Crowd;
import io.steward.testing.LockedUser;
import io.steward.testing.Rounds;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import io.steward.testing.mail.SmtpServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InvitationIT {
  private static final String INVITATIONS = "/admin/api/invitations/";
  private static final String ACCEPT = "/user/accept_invitation/";
  private static final String STRANGE = "password of a stranger";
  private static final TestDatabase DATABASE = TestDatabase.create();

  @AutoClose private static final SmtpServer mail = SmtpServer.start();

  @AutoClose private static final TestServer server = TestServer.start(DATABASE, mail.settings());

  private static final Caller caller = new Caller(server);
  private static Visitor superuser;

  @BeforeAll
  static void arrive() {
    superuser = Visitor.arrive(DATABASE, caller);
    superuser.set("is_staff = true, is_superuser = true");
  }

  private static Visitor staff(String... groups) {
    Visitor staff = Visitor.arrive(DATABASE, caller);
    staff.set("is_staff = true");
    DATABASE.execute(
        "insert into user_permissions select %s, id from permissions where code = 'users.invite_user'"
            .formatted(staff.id()));
    List.of(groups).forEach(staff::join);
    return staff;
  }

  private static Answer invite(Visitor sender, String json) {
    return sender.as(sender.logIn(), "POST", INVITATIONS, json);
  }

  private static String invited(Visitor sender, String json) {
    return String.valueOf(invite(sender, json).assertStatus(201).json().get("id"));
  }

  /** The token in the message for an invitation. */
  private static String token(String invitation) {
    String address = field(invitation, "email");
    return mail.await(address).link().replaceFirst(".*#", "");
  }

  private static Answer accept(String token) {
    return caller.post(
        ACCEPT, "{\"token\":\"%s\",\"password\":\"%s\"}".formatted(token, Caller.PASSWORD));
  }

  private static String field(String invitation, String name) {
    return DATABASE
        .query(
            "select coalesce(%s::text, '') from invitations where id = %s"
                .formatted(name, invitation))
        .get(0);
  }

  @Test
  void an_invited_person_sets_a_password_and_is_logged_in_with_the_names_and_groups() {
    superuser.join("editors");
    String id =
        invited(
            superuser,
            """
            {"email":"grace@guests.example","first_name":"Grace","groups":["editors"],"language":"de"}
            """);
    Answer in = accept(token(id)).assertStatus(200);
    Visitor.Pair pair = Visitor.Pair.of(in);
    assertThat(pair.claims())
        .containsEntry("email", "grace@guests.example")
        .containsEntry("email_verified", true)
        .containsEntry("name", "Grace")
        .containsEntry("groups", List.of("editors"));
    caller.account("GET", pair.access(), "").assertStatus(200);
    assertThat(field(id, "state")).isEqualTo("accepted");
    assertThat(DATABASE.query("select language from users where id = " + field(id, "user_id")))
        .containsExactly("de");
    assertThat(
            DATABASE.query(
                "select concat_ws(' ', event, detail, changes) from audit where event <> 'logged-in'"
                    + " and user_id = "
                    + field(id, "user_id")
                    + " order by event"))
        .containsExactly(
            "email-verified invitation {}",
            "registered invitation {}",
            "user-changed invitation {\"groups\": [[], [\"editors\"]]}");
    caller.logIn("grace@guests.example", Caller.PASSWORD).assertStatus(200);
  }

  @Test
  void an_invitation_is_a_message_in_the_outbox_without_its_token() {
    invited(superuser, "{\"email\":\"outbox@guests.example\",\"language\":\"de\"}");
    assertThat(mail.await("outbox@guests.example").subject()).isEqualTo("Einladung zu Portal");
    String row =
        "select kind || ' ' || language || ' ' || details || ' ' || state from mails"
            + " where recipient = 'outbox@guests.example'";
    Await.until(
        "the row keeps nothing but what happened",
        Duration.ofSeconds(10),
        () -> DATABASE.query(row).equals(List.of("invitation de {} sent")));
  }

  @Test
  void a_refused_password_leaves_the_invitation_open() {
    String token = token(invited(superuser, "{\"email\":\"weak@guests.example\"}"));
    Answer refused =
        caller.post(ACCEPT, "{\"token\":\"%s\",\"password\":\"password\"}".formatted(token));
    refused.assertStatus(400);
    assertThat(refused.json()).containsKey("password");
    accept(token).assertStatus(200);
  }

  @Test
  @Tag("race")
  void of_fifty_simultaneous_acceptances_one_succeeds() throws Exception {
    for (int round = 0; round < Rounds.of(24); round++) {
      String email = "race" + round + "@guests.example";
      String token = token(invited(superuser, "{\"email\":\"%s\"}".formatted(email)));
      List<Integer> statuses = Crowd.call(Collections.nCopies(50, () -> accept(token).status()));
      assertThat(statuses).containsOnlyOnce(200);
      assertThat(statuses).allMatch(status -> List.of(200, 400, 503).contains(status));
      assertThat(DATABASE.query("select id from users where email = '" + email + "'")).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "../../etc/passwd", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void unknown_tokens_are_refused(String token) {
    Answer refused = accept(token).assertStatus(400);
    assertThat(refused.json()).containsKey("token");
    if (!token.isEmpty()) {
      assertThat(refused.json().get("codes")).isEqualTo(Map.of("token", List.of("invalid_link")));
    }
  }

  @Test
  void a_token_with_one_changed_character_is_refused() {
    String token = token(invited(superuser, "{\"email\":\"bit@guests.example\"}"));
    char first = token.charAt(0);
    accept((first == 'A' ? 'B' : 'A') + token.substring(1)).assertStatus(400);
    accept(token).assertStatus(200);
    accept(token).assertStatus(400);
  }

  @ParameterizedTest
  @CsvSource({
    "revoked, update invitations set state = 'revoked'",
    "expired, update invitations set expires_at = now()",
  })
  void a_revoked_or_expired_invitation_cannot_be_accepted(String name, String change) {
    String id = invited(superuser, "{\"email\":\"%s@guests.example\"}".formatted(name));
    String token = token(id);
    DATABASE.execute(change + " where id = " + id);
    accept(token).assertStatus(400);
    assertThat(superuser.as(superuser.logIn(), "GET", INVITATIONS + id + "/", "").text("state"))
        .isEqualTo(name);
  }

  @Test
  void nobody_invites_into_a_group_that_they_could_not_give() {
    superuser.join("treasurers");
    Visitor staff = staff("readers");
    Answer refused = invite(staff, "{\"email\":\"t@guests.example\",\"groups\":[\"treasurers\"]}");
    refused.assertStatus(403);
    assertThat(refused.text("detail")).contains("treasurers");
    invite(staff, "{\"email\":\"r@guests.example\",\"groups\":[\"readers\"]}").assertStatus(201);
    invite(staff, "{\"email\":\"u@guests.example\",\"groups\":[\"unheard\"]}").assertStatus(400);
  }

  @ParameterizedTest
  @CsvSource({
    "left, delete from user_groups where user_id = %s",
    "inactive, update users set is_active = false where id = %s",
    "plain, update users set is_staff = false where id = %s",
    "unpermitted, delete from user_permissions where user_id = %s",
    "gone, delete from users where id = %s",
  })
  void an_invitation_is_void_once_its_sender_could_not_send_it(String name, String change) {
    Visitor staff = staff("void");
    String id =
        invited(staff, "{\"email\":\"v-%s@guests.example\",\"groups\":[\"void\"]}".formatted(name));
    String token = token(id);
    DATABASE.execute(change.formatted(staff.id()));
    accept(token).assertStatus(400);
    assertThat(DATABASE.query("select id from users where email like 'v-" + name + "@%'"))
        .isEmpty();
  }

  /** Otherwise, those invited to a harmless group would get the rights of a later one. */
  @Test
  void a_new_group_with_the_name_of_a_deleted_one_gets_no_one_who_was_invited_to_that() {
    Visitor staff = staff("phoenix");
    String invited =
        invited(staff, "{\"email\":\"phoenix@guests.example\",\"groups\":[\"phoenix\"]}");
    String token = token(invited);
    DATABASE.execute("delete from groups where name = 'phoenix'");
    superuser.join("phoenix");
    accept(token);
    String members =
        "select u.email from users u join user_groups m on m.user_id = u.id"
            + " join groups g on g.id = m.group_id where g.name = 'phoenix'";
    assertThat(DATABASE.query(members)).containsExactly(superuser.email());
  }

  @Test
  void others_without_the_group_cannot_revoke_or_resend_but_may_see() {
    superuser.join("board");
    String id = invited(superuser, "{\"email\":\"board@guests.example\",\"groups\":[\"board\"]}");
    Visitor staff = staff();
    Visitor.Pair pair = staff.logIn();
    staff.as(pair, "GET", INVITATIONS + id + "/", "").assertStatus(200);
    staff.as(pair, "DELETE", INVITATIONS + id + "/", "").assertStatus(403);
    staff.as(pair, "POST", INVITATIONS + id + "/resend/", "").assertStatus(403);
    assertThat(field(id, "state")).isEqualTo("open");
  }

  @Test
  void an_address_has_one_open_invitation_and_none_if_it_has_an_account() {
    String json = "{\"email\":\"Twice@guests.example\"}";
    String id = invited(superuser, json);
    invite(superuser, json.replace("Twice", "tWICE")).assertStatus(400);
    Visitor.Pair pair = superuser.logIn();
    superuser.as(pair, "DELETE", INVITATIONS + id + "/", "").assertStatus(204);
    superuser.as(pair, "DELETE", INVITATIONS + id + "/", "").assertStatus(409);
    superuser.as(pair, "POST", INVITATIONS + id + "/resend/", "").assertStatus(409);
    invited(superuser, json);
    invite(superuser, "{\"email\":\"%s\"}".formatted(superuser.email())).assertStatus(400);
  }

  /** Registers an address as a stranger, who then holds a session and a link of the account. */
  private static Visitor.Pair squat(String email) {
    caller.register(email, STRANGE).assertStatus(201);
    Visitor.Pair pair = Visitor.Pair.of(caller.logIn(email, STRANGE));
    caller
        .account("PATCH", pair.access(), "{\"first_name\":\"Mallory\",\"language\":\"de\"}")
        .assertStatus(200);
    byte[] change =
        "{\"email\":\"mallory-%s\",\"current_password\":\"%s\"}"
            .formatted(email, STRANGE)
            .getBytes(StandardCharsets.UTF_8);
    caller
        .json("POST", "/user/change_email/", Caller.bearer(pair.access()), change)
        .assertStatus(202);
    return pair;
  }

  @ParameterizedTest
  @ValueSource(strings = {"before", "after", "unapproved"})
  void an_account_that_a_stranger_registered_gives_way_to_the_invited_person(String when) {
    superuser.join("guests of " + when);
    String email = when + "@squatted.example";
    String spelling = when.toUpperCase(Locale.ROOT) + "@squatted.example";
    if (when.equals("after")) {
      invite(superuser, invitation(email, when)).assertStatus(201);
    }
    Visitor.Pair stranger = squat(spelling);
    String change = mail.await("mallory-" + spelling).link();
    if (when.equals("unapproved")) {
      DATABASE.execute(
          "update users set is_active = false, awaits_approval = true where lower(email) = '%s'"
              .formatted(email));
    }
    if (!when.equals("after")) {
      invite(superuser, invitation(email, when)).assertStatus(201);
    }
    String token = mail.await(email).link().replaceFirst(".*#", "");
    assertThat(Visitor.Pair.of(accept(token)).claims())
        .containsEntry("email", email)
        .containsEntry("email_verified", true)
        .containsEntry("name", "Mallory Hopper")
        .containsEntry("groups", List.of("guests of " + when));
    caller.account(stranger.access()).assertStatus(401);
    caller
        .post("/user/refresh_token/", "{\"refresh_token\":\"" + stranger.refresh() + "\"}")
        .assertStatus(401);
    caller.logIn(email, STRANGE).assertStatus(403);
    caller.logIn(email, Caller.PASSWORD).assertStatus(200);
    caller
        .post(
            "/user/change_email_confirm/", "{\"token\":\"" + change.replaceFirst(".*#", "") + "\"}")
        .assertStatus(400);
    assertThat(
            DATABASE.query(
                "select changes->'email' from audit where event = 'user-changed'"
                    + " and detail = 'invitation' and changes::text like '%"
                    + email
                    + "%'"))
        .containsExactly("[\"%s\", \"%s\"]".formatted(spelling, email));
  }

  private static String invitation(String email, String when) {
    return "{\"email\":\"%s\",\"last_name\":\"Hopper\",\"groups\":[\"guests of %s\"]}"
        .formatted(email, when);
  }

  /** As an account that was imported, or made before mail was set up. */
  private static Visitor unverified(String first, String language) {
    Visitor user = Visitor.arrive(DATABASE, caller);
    user.set("first_name = '%s', language = '%s'".formatted(first, language));
    return user;
  }

  private static String profile(Visitor user) {
    return DATABASE
        .query(
            "select concat_ws(' ', first_name, last_name, language) from users where id = "
                + user.id())
        .get(0);
  }

  private static String changes(Visitor user) {
    return String.join(
        "\n",
        DATABASE.query(
            "select actor_id || ' ' || detail || ' ' || changes from audit"
                + " where event = 'user-changed' and user_id = "
                + user.id()));
  }

  @Test
  void an_account_keeps_names_and_language_that_invitation_and_form_leave_empty() {
    Visitor ada = unverified("Augusta", "fr");
    String token = token(invited(superuser, "{\"email\":\"%s\"}".formatted(ada.email())));
    byte[] form =
        "{\"token\":\"%s\",\"password\":\"a new and long password\",\"last_name\":\"\"}"
            .formatted(token)
            .getBytes(StandardCharsets.UTF_8);
    caller.json("POST", ACCEPT, Map.of("Accept-Language", "de"), form).assertStatus(200);
    assertThat(profile(ada)).isEqualTo("Augusta Lovelace fr");
    assertThat(changes(ada)).isEmpty();
  }

  @Test
  void a_password_like_a_name_that_the_account_keeps_is_refused() {
    Visitor ada = unverified("Augustabella", "fr");
    String token = token(invited(superuser, "{\"email\":\"%s\"}".formatted(ada.email())));
    String json = "{\"token\":\"%s\",\"password\":\"augustabella7\"}";
    assertThat(caller.post(ACCEPT, json.formatted(token)).assertStatus(400).body())
        .contains("too similar");
    accept(token).assertStatus(200);
  }

  @Test
  void the_audit_has_what_an_invitation_replaced() {
    Visitor ada = unverified("Augusta", "fr");
    String spelling = ada.email().replace("visitor", "VISITOR");
    String json = "{\"email\":\"%s\",\"first_name\":\"Ada\",\"language\":\"de\"}";
    accept(token(invited(superuser, json.formatted(spelling)))).assertStatus(200);
    assertThat(profile(ada)).isEqualTo("Ada Lovelace de");
    assertThat(changes(ada))
        .isEqualTo(
            "%1$s invitation {\"email\": [\"%2$s\", \"%3$s\"], \"language\": [\"fr\", \"de\"], \"first_name\": [\"Augusta\", \"Ada\"]}"
                .formatted(ada.id(), ada.email(), spelling));
  }

  @Test
  void a_person_who_accepted_gets_no_message_about_the_new_password() {
    Visitor ada = unverified("Ada", "en");
    accept(token(invited(superuser, "{\"email\":\"%s\"}".formatted(ada.email()))))
        .assertStatus(200);
    accept(token(invited(superuser, "{\"email\":\"calm@guests.example\"}"))).assertStatus(200);
    assertThat(
            DATABASE.query(
                "select distinct kind from mails where recipient in ('%s', 'calm@guests.example')"
                    .formatted(ada.email())))
        .containsExactly("invitation");
  }

  @Test
  void a_message_says_that_an_unconfirmed_account_gets_the_password() {
    invited(superuser, "{\"email\":\"plain@guests.example\"}");
    assertThat(mail.await("plain@guests.example").plain())
        .contains("that account gets the password you choose");
    invited(superuser, "{\"email\":\"klar@guests.example\",\"language\":\"de\"}");
    assertThat(mail.await("klar@guests.example").plain())
        .contains("bekommt dieses Konto das Passwort, das Sie wählen");
  }

  /** Otherwise, the invitation would end the link with which the owner gets the account back. */
  @Test
  void an_account_whose_former_owner_can_take_it_back_does_not_give_way() {
    Visitor owner = Visitor.arrive(DATABASE, caller);
    owner.set("email_verified_at = now()");
    Visitor.Pair thief = owner.logIn();
    String email = "thief@guests.example";
    String change =
        "{\"email\":\"%s\",\"current_password\":\"%s\"}".formatted(email, Caller.PASSWORD);
    owner.as(thief, "POST", "/user/change_email/", change).assertStatus(202);
    String json = "{\"email\":\"%s\"}".formatted(email);
    invited(superuser, json);
    String early = link(email, "/invitation#").replaceFirst(".*#", "");
    confirm("/user/change_email_confirm/", link(email, "/change#")).assertStatus(200);
    String undo = link(owner.email(), "/undo#");
    DATABASE.execute("update invitations set state = 'revoked' where email = '" + email + "'");
    owner.set("email_verified_at = null");
    Answer refused = invite(superuser, json).assertStatus(400);
    assertThat(refused.body()).contains("owner of its former address", "invite later");
    DATABASE.execute("update invitations set state = 'open' where email = '" + email + "'");
    accept(early)
        .assertProblem(400, Map.of("email", List.of("user with this email already exists.")));
    confirm("/user/change_email_undo/", undo).assertStatus(200);
  }

  private static String link(String address, String part) {
    return mail.await(part, m -> m.to().contains(address) && m.source().contains(part)).link();
  }

  private static Answer confirm(String path, String link) {
    return caller.post(path, "{\"token\":\"" + link.replaceFirst(".*#", "") + "\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "verifies, email_verified_at = now(), 400",
    "moves, email = 'moved-away@raced.example', 200",
  })
  void an_account_that_changes_during_the_acceptance_stays(String name, String change, int status)
      throws Exception {
    String email = name + "@raced.example";
    String token = token(invited(superuser, "{\"email\":\"%s\"}".formatted(email)));
    caller.register(email, STRANGE).assertStatus(201);
    String id = DATABASE.query("select id from users where email = '" + email + "'").get(0);
    String password = "select password from users where id = " + id;
    List<String> before = DATABASE.query(password);
    try (LockedUser user = LockedUser.of(DATABASE, email)) {
      CompletableFuture<Answer> accepted = user.blocks(() -> accept(token));
      user.execute("update users set %s where id = %s".formatted(change, id));
      user.release();
      accepted.get(20, TimeUnit.SECONDS).assertStatus(status);
    }
    assertThat(DATABASE.query(password)).isEqualTo(before);
  }

  @Test
  void a_log_in_during_the_acceptance_leaves_the_stranger_no_session() throws Exception {
    String email = "logs-in@raced.example";
    String token = token(invited(superuser, "{\"email\":\"%s\"}".formatted(email)));
    caller.register(email, STRANGE).assertStatus(201);
    List<CompletableFuture<Answer>> logIns = new ArrayList<>();
    try (LockedUser user = LockedUser.of(DATABASE, email)) {
      // The first one waits before the acceptance does, the second one after it.
      logIns.add(user.blocks(() -> caller.logIn(email, STRANGE)));
      CompletableFuture<Answer> accepted = CompletableFuture.supplyAsync(() -> accept(token));
      awaitWaiting(2);
      logIns.add(CompletableFuture.supplyAsync(() -> caller.logIn(email, STRANGE)));
      awaitWaiting(3);
      user.release();
      accepted.get(20, TimeUnit.SECONDS).assertStatus(200);
    }
    for (CompletableFuture<Answer> logIn : logIns) {
      Answer answer = logIn.get(20, TimeUnit.SECONDS);
      assertThat(answer.status()).isIn(200, 403);
      if (answer.status() == 200) {
        caller.account(answer.text("token")).assertStatus(401);
      }
    }
  }

  private static void awaitWaiting(int count) {
    Await.until(
        count + " requests wait for the lock",
        Duration.ofSeconds(20),
        () ->
            DATABASE
                .query(
                    "select count(*) from pg_stat_activity"
                        + " where wait_event_type = 'Lock' and datname = current_database()")
                .equals(List.of(String.valueOf(count))));
  }

  /** The reason would tell about an account that the inviter may not see. */
  @ParameterizedTest
  @CsvSource({"is_staff = true", "is_active = false"})
  void only_those_who_may_view_users_learn_why_an_account_does_not_give_way(String change) {
    Visitor ada = unverified("Ada", "en");
    ada.set(change);
    Visitor staff = staff();
    String json = "{\"email\":\"%s\"}".formatted(ada.email());
    invite(staff, json)
        .assertProblem(400, Map.of("email", List.of("user with this email already exists.")));
    DATABASE.execute(
        "insert into user_permissions select %s, id from permissions where code = 'users.view_user'"
            .formatted(staff.id()));
    assertThat(invite(staff, json).assertStatus(400).body()).contains("inactive or has rights");
  }

  @ParameterizedTest
  @CsvSource({
    "staff, update users set is_staff = true where id = %s",
    "super, update users set is_superuser = true where id = %s",
    "inactive, update users set is_active = false where id = %s",
    "member, 'insert into user_groups select %s, max(id) from groups'",
    "permitted, 'insert into user_permissions select %s, max(id) from permissions'",
  })
  void an_account_that_administrators_decided_on_does_not_give_way(String name, String change) {
    superuser.join("deciders of " + name);
    String json = "{\"email\":\"%s@decided.example\"}".formatted(name);
    String token = token(invited(superuser, json));
    String email = name + "@decided.example";
    caller.register(email, STRANGE).assertStatus(201);
    String id = DATABASE.query("select id from users where email = '" + email + "'").get(0);
    DATABASE.execute(change.formatted(id));
    Map<String, Object> taken = Map.of("email", List.of("user with this email already exists."));
    accept(token).assertProblem(400, taken);
    DATABASE.execute("update invitations set state = 'revoked' where email = '" + email + "'");
    Answer refused = invite(superuser, json).assertStatus(400);
    assertThat(refused.body()).contains("inactive or has rights", "delete it and invite then");
    DATABASE.execute("update users set email_verified_at = now() where id = " + id);
    invite(superuser, json).assertProblem(400, taken);
  }

  @Test
  void an_expired_invitation_does_not_keep_its_address() {
    String json = "{\"email\":\"late@guests.example\"}";
    String id = invited(superuser, json);
    DATABASE.execute("update invitations set expires_at = now() where id = " + id);
    assertThat(invited(superuser, json)).isNotEqualTo(id);
  }

  @Test
  void sent_again_an_invitation_has_its_full_time_and_earlier_links_work() {
    String id = invited(superuser, "{\"email\":\"again@guests.example\"}");
    String token = token(id);
    String end = field(id, "expires_at");
    Visitor.Pair pair = superuser.logIn();
    superuser.as(pair, "POST", INVITATIONS + id + "/resend/", "").assertStatus(200);
    assertThat(field(id, "expires_at")).isGreaterThan(end);
    mail.await("again", m -> m.to().contains("again@guests.example") && !m.link().contains(token));
    accept(token).assertStatus(200);
  }

  @Test
  void sent_again_an_expired_invitation_works_only_with_the_new_link() {
    String id = invited(superuser, "{\"email\":\"old@guests.example\"}");
    String token = token(id);
    DATABASE.execute("update invitations set expires_at = now() where id = " + id);
    Visitor.Pair pair = superuser.logIn();
    superuser.as(pair, "POST", INVITATIONS + id + "/resend/", "").assertStatus(200);
    accept(token).assertStatus(400);
    accept(token(id)).assertStatus(200);
  }

  @Test
  void sent_again_a_void_invitation_stands_by_its_new_sender() {
    Visitor staff = staff();
    String id = invited(staff, "{\"email\":\"taken-over@guests.example\"}");
    token(id);
    staff.set("is_active = false");
    Visitor.Pair pair = superuser.logIn();
    assertThat(superuser.as(pair, "GET", INVITATIONS + id + "/", "").text("state"))
        .isEqualTo("void");
    assertThat(superuser.as(pair, "GET", INVITATIONS + "?state=void", "").body())
        .contains("taken-over@guests.example");
    superuser.as(pair, "POST", INVITATIONS + id + "/resend/", "").assertStatus(200);
    accept(token(id)).assertStatus(200);
  }

  @Test
  void the_list_shows_invitations_by_state_and_names_the_allowed_states() {
    invited(superuser, "{\"email\":\"listed@guests.example\"}");
    Visitor.Pair pair = superuser.logIn();
    assertThat(superuser.as(pair, "GET", INVITATIONS + "?state=open", "").assertStatus(200).body())
        .contains("listed@guests.example");
    assertThat(superuser.as(pair, "GET", INVITATIONS + "?state=accepted", "").body())
        .doesNotContain("listed@guests.example");
    assertThat(superuser.as(pair, "GET", INVITATIONS + "?state=lost", "").assertStatus(400).body())
        .contains("open, accepted, revoked, expired, void");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"email\":\"Ada <ada@golden.example>\"}",
        "{\"email\":\"ada@golden.example\\r\\nBcc: all@golden.example\"}",
        "{\"email\":\"b@golden.example\",\"language\":\"de\\r\\nX: y\"}",
        "{\"email\":\"b@golden.example\",\"is_superuser\":true}",
        "{\"email\":\"b@golden.example\",\"groups\":\"editors\"}"
      })
  void malformed_invitations_are_refused(String json) {
    invite(superuser, json).assertStatus(400);
  }
}
