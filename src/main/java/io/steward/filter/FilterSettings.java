package io.steward.filter;

import io.steward.filter.feed.FeedSettings;
import io.steward.filter.portal.SignInSettings;
import io.steward.settings.jwt.VerifierSettings;
import io.steward.settings.source.SettingSources;
import io.steward.settings.source.SettingsException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The filter's settings, already checked. */
record FilterSettings(
    VerifierSettings verifier,
    PathRules rules,
    Optional<FeedSettings> feed,
    Optional<SignInSettings> signIn) {
  private static final List<String> OWN =
      List.of(
          "public",
          "roles",
          FeedSettings.URL,
          FeedSettings.CLIENT,
          FeedSettings.SECRET_FILE,
          SignInSettings.URL);

  /**
   * Reads the init-params. Settings that are missing there come from Steward's usual sources, such
   * as the environment.
   *
   * @throws SettingsException with all faults
   */
  static FilterSettings load(Map<String, String> declared) {
    Map<String, String> parameters = new LinkedHashMap<>();
    declared.forEach((name, value) -> parameters.put(name, value.strip()));
    List<String> faults = new ArrayList<>();
    PathRules rules =
        PathRules.parse(
            parameters.getOrDefault("public", ""),
            parameters.getOrDefault("roles", ""),
            faults::add);
    Optional<FeedSettings> feed = FeedSettings.read(parameters, faults::add);
    Optional<URI> page = SignInSettings.url(parameters, faults::add);
    if (parameters.containsKey(SignInSettings.URL) && !parameters.containsKey(FeedSettings.URL)) {
      faults.add(
          "init-param "
              + SignInSettings.URL
              + " needs "
              + FeedSettings.URL
              + ", because a portal's cookie is valid for hours");
    }
    Map<String, String> others = new LinkedHashMap<>(parameters);
    others.keySet().removeAll(OWN);
    VerifierSettings verifier = verifier(others, faults);
    Optional<SignInSettings> signIn =
        page.flatMap(url -> SignInSettings.of(url, verifier, faults::add));
    if (!faults.isEmpty()) {
      throw new SettingsException(faults);
    }
    return new FilterSettings(verifier, rules, feed, signIn);
  }

  private static VerifierSettings verifier(Map<String, String> parameters, List<String> faults) {
    try {
      VerifierSettings settings = VerifierSettings.load(SettingSources.ofFilter(parameters));
      if (faults.isEmpty()) {
        return settings;
      }
    } catch (SettingsException e) {
      faults.addAll(e.faults());
    }
    throw new SettingsException(faults);
  }
}
