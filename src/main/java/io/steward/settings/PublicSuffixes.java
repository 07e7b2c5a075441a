package io.steward.settings;

import java.util.Set;

/**
 * Recognizes the most common domains below which anyone can register a name. A cookie for such a
 * domain would reach strangers' hosts; browsers refuse it. The list is not complete
 * (publicsuffix.org has a complete one), because it only serves to report a mistake early.
 */
final class PublicSuffixes {
  private static final Set<String> SECOND_LEVEL =
      Set.of(
          "ac", "co", "com", "edu", "gob", "gov", "govt", "go", "ltd", "me", "mil", "ne", "net",
          "nom", "or", "org", "plc", "sch");

  private static final Set<String> OF_PROVIDERS =
      Set.of(
          "amazonaws.com",
          "appspot.com",
          "azurewebsites.net",
          "blogspot.com",
          "cloudapp.net",
          "cloudfront.net",
          "firebaseapp.com",
          "fly.dev",
          "github.io",
          "gitlab.io",
          "herokuapp.com",
          "netlify.app",
          "ngrok.io",
          "onrender.com",
          "pages.dev",
          "run.app",
          "vercel.app",
          "web.app",
          "workers.dev");

  private PublicSuffixes() {}

  /** Whether strangers can have hosts in a domain; {@code domain} is in canonical form. */
  static boolean contain(String domain) {
    int dot = domain.indexOf('.');
    boolean hasTwoLabels = dot > 0 && domain.indexOf('.', dot + 1) < 0;
    boolean isOfCountry = domain.length() - dot == 3;
    return OF_PROVIDERS.contains(domain)
        || (hasTwoLabels && isOfCountry && SECOND_LEVEL.contains(domain.substring(0, dot)));
  }
}
