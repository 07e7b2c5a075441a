package io.steward.cli.server;

import io.steward.cli.output.Cell;
import io.steward.settings.Settings;
import io.steward.settings.web.RegistrationMode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What the console says once the server listens: where people sign in, and what to try. */
final class Welcome {
  private static final Pattern THIS_MACHINE =
      Pattern.compile("http://(localhost|127\\.0\\.0\\.1|\\[::1]):");

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
    boolean isOpen = settings.web().registration() == RegistrationMode.OPEN;
    String open = settings.web().publicUrl().map(url -> url + "/").orElse(address);
    List<String> lines = new ArrayList<>();
    lines.add(
        "Open %s in a browser to %ssign in."
            .formatted(open, isOpen ? "create an account and " : ""));
    lines.addAll(isOpen ? registration() : superuser());
    if (!open.startsWith("https://") && THIS_MACHINE.matcher(address).lookingAt()) {
      lines.add(
          "Over plain http, sign-in cookies work on this machine, at 127.0.0.1 and localhost."
              + " Elsewhere they need https.");
    }
    lines.add("The description of the API is at " + open + "api/.");
    return lines;
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
