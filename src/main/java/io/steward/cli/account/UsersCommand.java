package io.steward.cli.account;

import io.steward.admin.ListedUser;
import io.steward.admin.UserFilter;
import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.Cell;
import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.Terminal;
import io.steward.log.csv.Csv;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
      description = "Only users with this text in the address or the name.")
  private String text = "";

  @Option(names = "--csv", description = "Print CSV (RFC 4180) with a header line.")
  private boolean csv;

  @Option(names = "--json", description = "Print one JSON object per line.")
  private boolean json;

  /** Creates an instance that reads behind this door. */
  public UsersCommand(Terminal terminal, Accounts.Door door) {
    this.terminal = terminal;
    this.door = door;
  }

  @Override
  public Integer call() {
    if (json && csv) {
      throw new Refusal("--json and --csv are both given: choose one.");
    }
    Set<UserFilter.Kind> kinds = EnumSet.noneOf(UserFilter.Kind.class);
    words.forEach(word -> kinds.add(kind(word)));
    return door.open(
        accounts -> {
          if (csv) {
            terminal.row(Csv.line(COLUMNS));
          }
          accounts.list().forEach(new UserFilter(kinds, text), this::say);
          return 0;
        });
  }

  private void say(ListedUser user) {
    if (json) {
      UserOutput.say(terminal, true, members(user));
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
            user.joined().toString(),
            user.lastLogin().map(Instant::toString).orElse(""));
    if (csv) {
      terminal.row(Csv.line(cells));
    } else {
      terminal.say(cells.stream().map(UsersCommand::shown).collect(Collectors.joining("  ")));
    }
  }

  private static Map<String, @Nullable Object> members(ListedUser user) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("id", user.id());
    members.put("email", user.email());
    members.put("first_name", user.firstName());
    members.put("last_name", user.lastName());
    members.put("is_active", user.isActive());
    members.put("is_superuser", user.isSuperuser());
    members.put("date_joined", user.joined());
    members.put("last_login", user.lastLogin().orElse(null));
    return members;
  }

  private static String shown(String cell) {
    return cell.isEmpty() ? "-" : Cell.of(cell);
  }

  private static String yesOrNo(boolean is) {
    return is ? "yes" : "no";
  }

  private static UserFilter.Kind kind(String word) {
    return UserFilter.Kind.of(word)
        .orElseThrow(
            () ->
                new Refusal(
                    "The word must be one of "
                        + Arrays.stream(UserFilter.Kind.values())
                            .map(UserFilter.Kind::word)
                            .collect(Collectors.joining(", "))
                        + "; for a part of an address or a name, use --search."));
  }
}
