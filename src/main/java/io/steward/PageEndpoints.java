package io.steward;

import io.steward.pages.AssetResource;
import io.steward.pages.HomePage;
import io.steward.pages.Visitors;
import io.steward.pages.signin.BrowserLogin;
import io.steward.pages.signin.LoginPage;
import io.steward.pages.signin.LogoutPage;
import io.steward.session.Logout;
import io.steward.settings.Settings;
import io.steward.settings.mail.LinkPurpose;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Builds the pages for people, on the flows of {@link Endpoints}. */
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
    return Stream.of(start(), signIn()).flatMap(Function.identity()).toList();
  }

  private Stream<Object> start() {
    boolean canRegister = settings.web().registration().admitsStrangers();
    return Stream.of(new HomePage(visitors, canRegister), new AssetResource(engine.html));
  }

  private Stream<Object> signIn() {
    Logout logout = new Logout(engine.sessions);
    BrowserLogin browserLogin =
        new BrowserLogin(
            engine.browsers, logout, settings.session().lifetime(), settings.web().publicUrl());
    LoginPage.Offers offers =
        new LoginPage.Offers(
            settings.web().registration().admitsStrangers(),
            settings.mail().hasLink(LinkPurpose.RESET));
    return Stream.of(
        new LoginPage(visitors, endpoints.logIn(), browserLogin, offers),
        new LogoutPage(visitors, logout));
  }
}
