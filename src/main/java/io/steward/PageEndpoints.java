package io.steward;

import io.steward.account.AccountUpdate;
import io.steward.account.Activity;
import io.steward.account.OtherSessions;
import io.steward.api.Language;
import io.steward.gateway.portal.PortalParts;
import io.steward.gateway.portal.host.HostRefusalPage;
import io.steward.http.Placed;
import io.steward.pages.AssetPage;
import io.steward.pages.HomePage;
import io.steward.pages.PortalAssetPage;
import io.steward.pages.Visitors;
import io.steward.pages.account.ActivityPage;
import io.steward.pages.account.DeletePage;
import io.steward.pages.account.EmailPage;
import io.steward.pages.account.PasswordPage;
import io.steward.pages.account.ProfilePage;
import io.steward.pages.account.SessionsPage;
import io.steward.pages.links.ConfirmationPage;
import io.steward.pages.links.InvitationPage;
import io.steward.pages.links.LinkRequestPage;
import io.steward.pages.links.RegisterPage;
import io.steward.pages.links.ResetPage;
import io.steward.pages.signin.BrowserLogin;
import io.steward.pages.signin.ContinuePage;
import io.steward.pages.signin.LoginPage;
import io.steward.pages.signin.LogoutPage;
import io.steward.pages.signin.PortalExit;
import io.steward.recovery.LinkChecks;
import io.steward.recovery.LinkRequest;
import io.steward.recovery.reset.ResetForm;
import io.steward.registration.AcceptanceForm;
import io.steward.registration.RegistrationForm;
import io.steward.session.Logout;
import io.steward.settings.Settings;
import io.steward.settings.mail.LinkPurpose;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Builds the pages for people. The pages use the flows of {@link Endpoints}. */
final class PageEndpoints {
  private final Settings settings;
  private final Engine engine;
  private final Endpoints endpoints;
  private final Visitors visitors;

  PageEndpoints(Settings settings, Engine engine, Endpoints endpoints) {
    this.settings = settings;
    this.engine = engine;
    this.endpoints = endpoints;
    this.visitors = new Visitors(engine.html, engine.browsers);
  }

  List<Object> all() {
    return Stream.of(start(), signIn(), links(), account()).flatMap(Function.identity()).toList();
  }

  private Stream<Object> start() {
    boolean canRegister = settings.web().registration().admitsStrangers();
    AssetPage assets = new AssetPage(engine.html);
    return Stream.of(
        new HomePage(visitors, canRegister),
        assets,
        new PortalAssetPage(assets),
        new HostRefusalPage(endpoints.portals().map(PortalParts::visitors)));
  }

  private Stream<Object> signIn() {
    LoginPage.Offers offers =
        new LoginPage.Offers(
            settings.web().registration().admitsStrangers(),
            settings.mail().hasLink(LinkPurpose.RESET));
    Optional<PortalExit> exit =
        endpoints
            .portals()
            .map(
                portals ->
                    new PortalExit(visitors, portals.wayBack(), portals.entry(engine.sessions)));
    return Stream.concat(
        Stream.of(
            new LoginPage(visitors, endpoints.logIn(), browserLogin(), offers, exit),
            new LogoutPage(
                visitors,
                new Logout(engine.sessions),
                endpoints.portals().flatMap(parts -> parts.portals().ofDomain()))),
        exit.map(portals -> new ContinuePage(visitors, portals)).stream());
  }

  private BrowserLogin browserLogin() {
    return new BrowserLogin(
        engine.browsers,
        new Logout(engine.sessions),
        settings.session().lifetime(),
        settings.web().publicUrl());
  }

  private Stream<Object> links() {
    LinkChecks checks = new LinkChecks(engine.sessions);
    return Stream.of(
        new RegisterPage(
            visitors,
            new RegistrationForm(endpoints.configuredRegistration()),
            settings.web(),
            settings.mail().isOn()),
        request("forgot", endpoints.resetRequest()),
        request("resend", endpoints.verificationRequest()),
        new ResetPage(visitors, checks, new ResetForm(endpoints.passwordReset())),
        confirmation(
            checks,
            LinkPurpose.VERIFY,
            (token, languages) -> endpoints.emailVerification().verify(token)),
        confirmation(
            checks,
            LinkPurpose.CHANGE,
            (token, languages) -> endpoints.addressLinks().confirm(token)),
        confirmation(
            checks,
            LinkPurpose.UNDO,
            (token, languages) ->
                endpoints.addressLinks().undo(token, Language.preferred(languages))),
        new InvitationPage(visitors, new AcceptanceForm(endpoints.acceptance()), browserLogin()));
  }

  private Placed request(String name, LinkRequest link) {
    return new Placed(name, new LinkRequestPage(visitors, name, link));
  }

  private Placed confirmation(
      LinkChecks checks, LinkPurpose purpose, BiConsumer<String, String> work) {
    return new Placed(purpose.word(), new ConfirmationPage(visitors, checks, purpose, work));
  }

  private Stream<Object> account() {
    AccountUpdate update = endpoints.accountUpdate();
    return Stream.of(
        new ProfilePage(visitors, update),
        new EmailPage(
            visitors, update, endpoints.emailChange(), settings.mail().hasLink(LinkPurpose.VERIFY)),
        new PasswordPage(visitors, update),
        new SessionsPage(
            visitors,
            engine.sessions,
            new Logout(engine.sessions),
            new OtherSessions(engine.sessions)),
        new ActivityPage(visitors, new Activity(engine.database)),
        new DeletePage(visitors, endpoints.accountDeletion()));
  }
}
