package io.steward.cli.server;

import io.steward.cli.installation.Cell;
import io.steward.settings.PortalSettings;
import io.steward.settings.Settings;
import io.steward.settings.web.RegistrationMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the console says once the server listens: where people sign in, and what to try. */
final class Welcome {
  private final Settings settings;
  private final String address;

  /**
   * Creates an instance.
   *
   * @param address where this process listens, with a slash at the end
   */
  Welcome(Settings settings, String address) {
    this.settings = settings;
    this.address = address;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    Optional<String> open = settings.web().publicUrl().map(url -> url + "/");
    open.ifPresent(url -> lines.add("  public    " + url));
    settings
        .authz()
        .portals()
        .map(Welcome::hosts)
        .ifPresent(all -> lines.add("  portals   " + all));
    boolean isOpen = settings.web().registration() == RegistrationMode.OPEN;
    lines.add(
        "Open %s in a browser to %ssign in."
            .formatted(open.orElse(address), isOpen ? "create an account and " : ""));
    if (!open.orElse(address).startsWith("https://")) {
      lines.add(
          "Over plain http, sign-in cookies work on this machine, at 127.0.0.1 and localhost."
              + " Elsewhere they need https.");
    }
    lines.add("The description of the API is at " + open.orElse(address) + "api/.");
    lines.addAll(isOpen ? registration() : superuser());
    return lines;
  }

  private static String hosts(PortalSettings portals) {
    return String.join(
        ", ",
        Stream.concat(
                Stream.of(portals.domain()).filter(d -> !d.isEmpty()).map(d -> "*." + d),
                portals.hosts().stream())
            .toList());
  }

  private static List<String> superuser() {
    return List.of(
        "Create a superuser, with the same settings:",
        "  java -jar " + program() + " createsuperuser");
  }

  private List<String> registration() {
    return List.of(
        "Or register a user:",
        "  curl -i " + address + "user/create/ -H 'Content-Type: application/json' \\",
        "    -d '{\"email\":\"ada@example.com\",\"first_name\":\"Ada\",\"last_name\":\"Lovelace\","
            + "\"password\":\"correct horse battery\"}'");
  }

  /** The file that {@code java -jar} has started, as typed. */
  private static String program() {
    String file = System.getProperty("java.class.path", "");
    return file.endsWith(".war") ? Cell.of(file) : "steward.war";
  }
}
