package io.steward.cli.account;

import io.steward.admin.user.ManagedUser;
import io.steward.admin.user.ManagedUsers;
import io.steward.admin.user.search.UserSearch;
import io.steward.api.json.RecordMembers;
import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.Cell;
import io.steward.cli.installation.Output;
import io.steward.cli.installation.Pages;
import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.Terminal;
import io.steward.log.csv.Csv;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists users, in the order of their ids. */
@Command(
    name = "users",
    description = {
      "List users: id, address, first and last name, active, superuser, joined, last log-in.",
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
          "superuser",
          "date_joined",
          "last_login");

  private final Terminal terminal;
  private final Accounts.Door door;
  @Mixin private final Output output = new Output();

  @Parameters(
      arity = "0..*",
      paramLabel = "WORD",
      description =
          "Only users to whom all words apply: active, inactive, staff, superuser, or new (has"
              + " never logged in).")
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--search",
      paramLabel = "TEXT",
      description = "Only users whose address or name has words that begin with these.")
  private String text = "";

  @Option(names = "--group", paramLabel = "NAME", description = "Only members of this group.")
  private Optional<String> group = Optional.empty();

  @Option(
      names = "--permission",
      paramLabel = "CODE",
      description = "Only users who have this permission, also through a group.")
  private Optional<String> permission = Optional.empty();

  @Option(names = "--csv", description = "Print CSV (RFC 4180) with a header line.")
  private boolean csv;

  /** Creates an instance that reads behind this door. */
  public UsersCommand(Terminal terminal, Accounts.Door door) {
    this.terminal = terminal;
    this.door = door;
  }

  @Override
  public Integer call() {
    if (output.isJson() && csv) {
      throw new Refusal("--json and --csv are both given: choose one.");
    }
    Map<String, String> filters = filters();
    return door.open(
        accounts -> {
          if (csv) {
            terminal.row(Csv.line(COLUMNS));
          }
          UserSearch search = new UserSearch();
          Pages.each(
              filters,
              query ->
                  accounts.read(em -> new ManagedUsers(em).page(search, UserSearch.request(query))),
              this::say);
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
    return filters;
  }

  private static void add(Map<String, String> filters, String word) {
    String name =
        switch (word) {
          case "active", "inactive" -> "is_active";
          case "staff" -> "is_staff";
          case "superuser" -> "is_superuser";
          case "new" -> "never_logged_in";
          default ->
              throw new Refusal(
                  "The word must be one of active, inactive, staff, superuser, new; for a part of"
                      + " an address or a name, use --search.");
        };
    String value = String.valueOf(!word.equals("inactive"));
    if (!filters.getOrDefault(name, value).equals(value)) {
      throw new Refusal("active and inactive are both given: choose one.");
    }
    filters.put(name, value);
  }

  private void say(ManagedUser user) {
    if (output.isJson()) {
      output.say(terminal, RecordMembers.of(user));
      return;
    }
    List<String> cells =
        List.of(
            String.valueOf(user.id()),
            user.email(),
            user.firstName(),
            user.lastName(),
            yesOrNo(user.isActive()),
            yesOrNo(user.isSuperuser()),
            user.dateJoined().toString(),
            Optional.ofNullable(user.lastLogin()).map(String::valueOf).orElse(""));
    if (csv) {
      terminal.row(Csv.line(cells));
    } else {
      terminal.say(cells.stream().map(UsersCommand::shown).collect(Collectors.joining("  ")));
    }
  }

  private static String shown(String cell) {
    return cell.isEmpty() ? "-" : Cell.of(cell);
  }

  private static String yesOrNo(boolean is) {
    return is ? "yes" : "no";
  }
}
