package io.steward.cli.account;

import io.steward.admin.user.ManagedUser;
import io.steward.admin.user.ManagedUsers;
import io.steward.admin.user.search.UserSearch;
import io.steward.api.json.RecordMembers;
import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.Pages;
import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.Terminal;
import io.steward.cli.installation.Times;
import io.steward.cli.output.Listing;
import io.steward.cli.output.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists users, in the order of their ids. */
@Command(
    name = "users",
    description = {
      "List users, in the order of their ids.",
      "Without words, the command lists all users."
    })
public final class UsersCommand implements Callable<Integer> {
  private static final List<String> COLUMNS =
      List.of(
          "id",
          "email",
          "first_name",
          "last_name",
          "active",
          "staff",
          "superuser",
          "date_joined",
          "last_login");

  private final Terminal terminal;
  private final Accounts.Door door;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private final Listing listing = new Listing();

  @Parameters(
      arity = "0..*",
      paramLabel = "WORD",
      description =
          "Only users that match all words: active, inactive, staff, superuser, verified or"
              + " unverified (the address), waiting (for approval), or new (has never logged in).")
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--search",
      paramLabel = "TEXT",
      description =
          "Only users whose address or name contains these words; without pg_trgm, only from the"
              + " beginning of a word.")
  private String text = "";

  @Option(names = "--group", paramLabel = "NAME", description = "Only members of this group.")
  private Optional<String> group = Optional.empty();

  @Option(
      names = "--permission",
      paramLabel = "CODE",
      description =
          "Only users who have this permission, also through a group; superusers have all.")
  private Optional<String> permission = Optional.empty();

  @Mixin private final UserTimes times = new UserTimes();

  /** Creates an instance that reads behind this door. */
  public UsersCommand(Terminal terminal, Accounts.Door door) {
    this.terminal = terminal;
    this.door = door;
  }

  @Override
  public Integer call() {
    Map<String, String> filters = filters();
    Table table = listing.table(terminal, COLUMNS);
    return door.open(
        accounts -> {
          UserSearch search = new UserSearch();
          Pages.each(
              filters,
              query ->
                  accounts.view(
                      work -> new ManagedUsers(work).page(search, UserSearch.request(query))),
              user -> table.row(RecordMembers.of(user), cells(user)));
          table.end();
          return 0;
        });
  }

  private Map<String, String> filters() {
    Map<String, String> filters = new LinkedHashMap<>();
    words.forEach(word -> add(filters, word));
    if (!text.isBlank()) {
      filters.put("q", text);
    }
    group.ifPresent(name -> filters.put("group", name));
    permission.ifPresent(code -> filters.put("permission", code));
    times.addTo(filters);
    return filters;
  }

  private void add(Map<String, String> filters, String word) {
    String name =
        switch (word) {
          case "active", "inactive" -> "is_active";
          case "staff" -> "is_staff";
          case "superuser" -> "is_superuser";
          case "verified", "unverified" -> "email_verified";
          case "waiting" -> "awaits_approval";
          case "new" -> "never_logged_in";
          default -> throw unknown(word);
        };
    String value = String.valueOf(!word.equals("inactive") && !word.equals("unverified"));
    if (!filters.getOrDefault(name, value).equals(value)) {
      throw Refusal.usage("The word " + word + " contradicts another one: choose one of them.");
    }
    filters.put(name, value);
  }

  /** {@code users} takes a mistyped command for a word; {@code users list} does not. */
  private Refusal unknown(String word) {
    Set<String> commands = spec.subcommands().keySet();
    String words = "active, inactive, staff, superuser, verified, unverified, waiting, new";
    return Refusal.usage(
        commands.isEmpty()
            ? "There is no word '%s'; the words are %s. For a part of an address or a name, use --search."
                .formatted(word, words)
            : "There is no command 'users %s'. The commands are %s; the words that select users are %s."
                .formatted(word, String.join(", ", commands), words));
  }

  private static List<@Nullable Object> cells(ManagedUser user) {
    return Arrays.asList(
        user.id(),
        user.email(),
        user.firstName(),
        user.lastName(),
        user.isActive(),
        user.isStaff(),
        user.isSuperuser(),
        user.dateJoined(),
        user.lastLogin());
  }

  /** The options that select users by the times of their registration and last login. */
  private static final class UserTimes {
    @Option(
        names = "--joined-after",
        paramLabel = "TIME",
        description =
            "Only users who joined at this time or later: 2026-01-31, 2026-01-31T12:00:00Z, or 24h"
                + " for 24 hours ago.")
    private Optional<String> joinedAfter = Optional.empty();

    @Option(
        names = "--joined-before",
        paramLabel = "TIME",
        description = "Only users who joined before this time.")
    private Optional<String> joinedBefore = Optional.empty();

    @Option(
        names = "--last-login-after",
        paramLabel = "TIME",
        description = "Only users whose last login was at this time or later.")
    private Optional<String> lastLoginAfter = Optional.empty();

    @Option(
        names = "--last-login-before",
        paramLabel = "TIME",
        description = "Only users whose last login was before this time.")
    private Optional<String> lastLoginBefore = Optional.empty();

    /** Adds the parameters of the list of users. */
    void addTo(Map<String, String> filters) {
      add(filters, "--joined-after", joinedAfter);
      add(filters, "--joined-before", joinedBefore);
      add(filters, "--last-login-after", lastLoginAfter);
      add(filters, "--last-login-before", lastLoginBefore);
    }

    private static void add(Map<String, String> filters, String option, Optional<String> text) {
      text.map(time -> Times.of(option, time).toString())
          .ifPresent(time -> filters.put(option.substring(2).replace('-', '_'), time));
    }
  }
}
