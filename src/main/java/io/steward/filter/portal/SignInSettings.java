package io.steward.filter.portal;

import io.steward.settings.jwt.VerifierSettings;
import io.steward.token.portal.Portal;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Where people sign in, and which cookie admits them afterwards.
 *
 * @param url Steward's sign-in page
 * @param portal the parent domain of Steward and the application
 * @param lifetime how long a cookie is valid at most, in whole seconds
 */
public record SignInSettings(String url, Portal portal, Duration lifetime) {
  /** The init-param that switches sign-in on. */
  public static final String URL = "login.url";

  private static final String DOMAIN = "portal.domain";
  private static final Pattern NAME =
      Pattern.compile("([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]([a-z0-9-]*[a-z0-9])?");

  /** Reads the sign-in page from the filter's init-params; empty if it is missing or invalid. */
  public static Optional<URI> url(Map<String, String> parameters, Consumer<String> faults) {
    String text = parameters.get(URL);
    if (text == null) {
      if (parameters.containsKey(DOMAIN)) {
        faults.accept("init-param " + DOMAIN + " has no effect without " + URL);
      }
      return Optional.empty();
    }
    Optional<URI> url = parsed(text).filter(SignInSettings::isPage);
    if (url.isEmpty()) {
      faults.accept(
          "init-param "
              + URL
              + " must be Steward's sign-in page, such as https://accounts.example.com/login/");
    }
    return url;
  }

  private static Optional<URI> parsed(String text) {
    try {
      return Optional.of(URI.create(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isPage(URI url) {
    return "https".equalsIgnoreCase(url.getScheme())
        && url.getHost() != null
        && url.getPath().endsWith("/login/")
        && url.getRawUserInfo() == null
        && url.getRawQuery() == null
        && url.getRawFragment() == null;
  }

  /** Completes the settings; empty if the page is not in the portals' domain. */
  public static Optional<SignInSettings> of(
      URI url, VerifierSettings settings, Consumer<String> faults) {
    Portal portal = new Portal(settings.portalDomain().toLowerCase(Locale.ROOT), true);
    if (!NAME.matcher(portal.audience()).matches()) {
      faults.accept(
          "init-param "
              + URL
              + " needs STEWARD_PORTAL_DOMAIN, the parent domain of Steward and this application,"
              + " such as example.com");
      return Optional.empty();
    }
    if (!portal.contains(url.getHost().toLowerCase(Locale.ROOT))) {
      faults.accept(
          "init-param " + URL + " must lie in STEWARD_PORTAL_DOMAIN, " + portal.audience());
      return Optional.empty();
    }
    return Optional.of(new SignInSettings(url.toString(), portal, settings.portalLifetime()));
  }
}
