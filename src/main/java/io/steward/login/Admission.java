package io.steward.login;

import io.steward.credential.notice.Notices;
import io.steward.settings.web.RegistrationMode;
import io.steward.settings.web.WebSettings;
import io.steward.user.User;
import jakarta.persistence.EntityManager;

/** Decides whether a user with an unverified address may log in, and notifies owners of log-ins. */
public final class Admission {
  private final WebSettings settings;
  private final Notices notices;

  public Admission(WebSettings settings, Notices notices) {
    this.settings = settings;
    this.notices = notices;
  }

  /** Whether the user must verify the address first. */
  boolean refuses(User user) {
    return settings.registration() == RegistrationMode.VERIFIED && !user.isEmailVerified();
  }

  /**
   * Whether the refusal must look like that of a wrong password: somebody who has just registered
   * an address would otherwise see whether it was free.
   */
  boolean hides(User user) {
    return refuses(user) && settings.concealsAddresses();
  }

  void askToVerify(EntityManager em, User user, String language) {
    notices.askToVerify(em, user, language);
  }

  void tellNewOrigin(EntityManager em, User user) {
    notices.tellLogin(em, user);
  }
}
