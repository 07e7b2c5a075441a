package io.steward.doctor;

import io.steward.settings.AuthzSettings;
import io.steward.settings.PortalSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reports where people sign in and which applications they enter with a browser. */
final class SignInReport {
  private SignInReport() {}

  static List<Finding> of(Optional<String> publicUrl, AuthzSettings authz) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.good(
            publicUrl
                .map(url -> "Pages: people sign in at " + url + "/")
                .orElse(
                    "Pages: STEWARD_PUBLIC_URL is not set; over plain http, browsers sign in only"
                        + " on this machine")));
    authz
        .portals()
        .map(portals -> Finding.good(text(portals, authz.rules().isPresent())))
        .ifPresent(findings::add);
    return findings;
  }

  private static String text(PortalSettings portals, boolean hasRules) {
    List<String> places = new ArrayList<>();
    if (!portals.domain().isEmpty()) {
      places.add("hosts of " + portals.domain());
    }
    places.addAll(portals.hosts());
    String told = "Portals: " + String.join(", ", places);
    return hasRules
        ? told
        : told + "; with the filter jar alone, because STEWARD_AUTHZ_RULES is not set";
  }
}
