package io.steward.cli.file;

import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.Terminal;
import io.steward.gateway.Explanation;
import io.steward.gateway.explain.CookieReport;
import io.steward.gateway.explain.PastedCookie;
import io.steward.gateway.portal.PortalParts;
import io.steward.settings.Settings;
import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingSources;
import io.steward.standalone.TrialSecret;
import io.steward.token.portal.Portal;
import io.steward.user.Permissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Explains the rules in {@code STEWARD_AUTHZ_RULES} for a token, for a cookie or for a user. */
@Command(
    name = "explain",
    customSynopsis = {
      "steward authz explain TOKEN METHOD URL",
      "       steward authz explain --cookie [METHOD] URL...",
      "       steward authz explain --user USER [METHOD] URL..."
    },
    description = {
      "Explain which rule applies to a request and what a proxy would receive.",
      "Only --user queries the database. The other forms do not know which sessions have ended."
    })
public final class ExplainCommand implements Callable<Integer> {
  private static final int LONGEST = 16_000;
  private static final Set<Setting> OF_RULES =
      EnumSet.of(Setting.AUTHZ_RULES, Setting.PROXY_TRUSTED);
  private static final Set<Setting> OF_PORTALS =
      EnumSet.of(
          Setting.PUBLIC_URL, Setting.PORTAL_DOMAIN, Setting.PORTAL_HOSTS, Setting.PORTAL_LIFETIME);

  /** Permissions are in the database, which only one form of this command queries. */
  private static final Permissions UNREAD = new Permissions(Duration.ZERO);

  private static final String NO_PORTALS =
      "There are no portals: set STEWARD_PORTAL_DOMAIN or STEWARD_PORTAL_HOSTS.";
  private static final String NO_PORTAL =
      ": give the whole address of a portal, such as https://wiki.example.com/x; its host must lie"
          + " in STEWARD_PORTAL_DOMAIN or be in STEWARD_PORTAL_HOSTS.";

  private final Terminal terminal;
  private final Supplier<SettingSources> sources;
  private final Accounts.Door door;
  private final Clock clock = Clock.systemUTC();

  @Option(
      names = "--cookie",
      description = {
        "Read the cookie of a portal from standard input: its value, or the whole Cookie header as"
            + " a browser's developer tools show it.",
        "A terminal passes on 4095 characters of a line; pipe a longer header in."
      })
  private boolean isCookie;

  @Option(
      names = "--user",
      paramLabel = "USER",
      defaultValue = "",
      description = "Email address or id; shows what happens once this user has signed in.")
  private String user = "";

  @Parameters(
      arity = "0..*",
      paramLabel = "WORDS",
      description = {
        "TOKEN is an access token, or - to read the token from standard input, which hides it from"
            + " process lists. An empty argument means no token.",
        "METHOD is for example POST; with --cookie and --user, it is GET if you leave it out.",
        "URL is for example https://portal.example.com/x, or only the path."
      })
  private List<String> words = List.of();

  /** Creates an instance that reads these settings, and opens this database for a user. */
  public ExplainCommand(Terminal terminal, Supplier<SettingSources> sources, Accounts.Door door) {
    this.terminal = terminal;
    this.sources = sources;
    this.door = door;
  }

  @Override
  public Integer call() {
    if (isCookie && !user.isEmpty()) {
      throw Refusal.usage("Give --cookie or --user, not both.");
    }
    if (isCookie) {
      return cookie();
    }
    return user.isEmpty() ? token() : door.open(this::user);
  }

  private int token() {
    if (words.size() != 3) {
      throw Refusal.usage(
          "Give TOKEN METHOD URL, or --cookie or --user; see authz explain --help.");
    }
    Settings settings = settings(AuthzCommand.OF_TOKENS);
    try (RulesInUse rules = new RulesInUse(settings, clock)) {
      String token = words.get(0).equals("-") ? asked("Token: ") : words.get(0);
      if (PastedCookie.of(token).isOfPortal()) {
        terminal.say("token   refused: it is the cookie of a portal; use --cookie");
      }
      String prefix = settings.jwt().headerPrefix();
      Map<String, String> headers =
          token.isEmpty() ? Map.of() : Map.of("Authorization", prefix + " " + token);
      rules.explanation(UNREAD).of(headers, words.get(1), words.get(2)).forEach(terminal::say);
    }
    return 0;
  }

  private int cookie() {
    Settings settings = settings(union(AuthzCommand.OF_TOKENS, OF_PORTALS));
    try (RulesInUse rules = new RulesInUse(settings, clock)) {
      PortalParts parts = rules.portals().orElseThrow(() -> Refusal.failure(NO_PORTALS));
      ExplainedRequests requests = requests();
      requests.urls().forEach(url -> portal(parts, url));
      PastedCookie pasted = pasted();
      requests
          .lines(url -> lines(rules, pasted.header(portal(parts, url)), requests.method(), url))
          .forEach(terminal::say);
    }
    return 0;
  }

  private List<String> lines(RulesInUse rules, String header, String method, String url) {
    PortalParts parts = rules.portals().orElseThrow();
    List<String> lines =
        new ArrayList<>(new CookieReport(parts, clock).of(portal(parts, url), header));
    Map<String, String> headers = Map.of("Cookie", header, "Sec-Fetch-Mode", "navigate");
    lines.addAll(rules.explanation(UNREAD).of(headers, method, url));
    return lines;
  }

  private PastedCookie pasted() {
    PastedCookie pasted = PastedCookie.of(asked("Cookie: "));
    if (pasted.text().isEmpty()) {
      throw Refusal.usage(
          "Standard input has no cookie: give its value or the whole Cookie header.");
    }
    if (pasted.text().length() > LONGEST) {
      throw Refusal.usage("The Cookie header has more than " + LONGEST + " characters.");
    }
    return pasted;
  }

  private static Portal portal(PortalParts parts, String url) {
    return Explanation.host(url)
        .flatMap(parts.portals()::of)
        .orElseThrow(() -> Refusal.usage(url + NO_PORTAL));
  }

  private int user(Accounts accounts) {
    // Nothing leaves this process, so any key is good enough.
    Settings settings = settings(OF_PORTALS).withSecret(TrialSecret.random());
    ExplainedUser found = ExplainedUser.of(accounts, user);
    try (RulesInUse rules = new RulesInUse(settings, clock)) {
      found.lines(accounts, rules, requests()).forEach(terminal::say);
    }
    return 0;
  }

  private ExplainedRequests requests() {
    ExplainedRequests requests = ExplainedRequests.of(words);
    if (requests.urls().isEmpty()) {
      throw Refusal.usage("Give a URL.");
    }
    return requests;
  }

  private String asked(String prompt) {
    return Optional.ofNullable(terminal.askHidden(terminal.isInteractive() ? prompt : ""))
        .orElse("")
        .strip();
  }

  private Settings settings(Set<Setting> more) {
    Settings settings = Settings.loadOnly(sources.get(), union(OF_RULES, more));
    if (settings.authz().rules().isEmpty()) {
      throw Refusal.failure("STEWARD_AUTHZ_RULES is not set: give the path of the rules file.");
    }
    return settings;
  }

  private static Set<Setting> union(Set<Setting> some, Set<Setting> more) {
    Set<Setting> all = EnumSet.copyOf(some);
    all.addAll(more);
    return all;
  }
}
