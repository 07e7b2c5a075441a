package io.steward.cli.group;

import io.steward.admin.IfMatch;
import io.steward.admin.Named;
import io.steward.admin.group.GroupChange;
import io.steward.admin.group.GroupFields;
import io.steward.admin.group.GroupMembers;
import io.steward.admin.group.Groups;
import io.steward.admin.group.ManagedGroup;
import io.steward.api.Input;
import io.steward.api.json.Json;
import io.steward.api.json.RecordMembers;
import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.Pages;
import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.Terminal;
import io.steward.cli.output.Listing;
import io.steward.cli.output.Output;
import io.steward.cli.output.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists and changes groups. */
@Command(
    name = "groups",
    description = {
      "List and change groups, their permissions and their members.",
      "For the members of a group, run users list --group NAME."
    })
public final class GroupsCommand {
  private final Terminal terminal;
  private final Accounts.Door door;

  public GroupsCommand(Terminal terminal, Accounts.Door door) {
    this.terminal = terminal;
    this.door = door;
  }

  @Command(description = "List groups in the order of their names.")
  int list(
      @Option(
              names = "--search",
              paramLabel = "TEXT",
              defaultValue = "",
              description = "Only groups with this text in the name.")
          String text,
      @Option(
              names = "--permission",
              paramLabel = "CODE",
              defaultValue = "",
              description = "Only groups with this permission.")
          String code,
      @Mixin Listing listing) {
    Map<String, String> filters = new LinkedHashMap<>(Map.of("q", text, "permission", code));
    filters.values().removeIf(String::isBlank);
    Table table = listing.table(terminal, List.of("id", "name", "members", "permissions"));
    return door.open(
        accounts -> {
          Groups groups = new Groups(accounts.administration());
          Pages.each(
              filters,
              query -> groups.page(Accounts.operator(), query),
              group -> table.row(RecordMembers.of(group), cells(group)));
          table.end();
          return 0;
        });
  }

  private static List<Object> cells(ManagedGroup group) {
    String members = group.members() + (group.membersExceeded() ? "+" : "");
    return List.of(group.id(), group.name(), members, group.permissions());
  }

  @Command(description = "Show a group.")
  int show(@Mixin OneGroup group) {
    return door.open(accounts -> group.show(terminal, group.find(accounts)));
  }

  @Command(description = "Add a group, and print it.")
  int create(
      @Parameters(paramLabel = "NAME", description = "At most 150 characters.") String name,
      @Option(
              names = "--permission",
              paramLabel = "CODE",
              description = "May be given several times.")
          @Nullable Set<String> codes,
      @Mixin Output output) {
    Input input = Input.json(Json.write(Map.of("name", name)));
    Optional<String> valid = input.require(GroupFields.NAME);
    input.refuseFaults();
    Set<String> permissions = codes == null ? Set.of() : codes;
    return door.open(
        accounts -> {
          ManagedGroup added =
              change(accounts).create(Accounts.operator(), valid.orElseThrow(), permissions);
          output.say(terminal, RecordMembers.of(added));
          return 0;
        });
  }

  @Command(description = "Delete a group for good. Its members stay, without its permissions.")
  int delete(
      @Mixin OneGroup group,
      @Option(names = "--yes", description = "Delete without asking.") boolean isSure) {
    if (!isSure) {
      throw Refusal.usage("A deletion cannot be undone: add --yes to delete.");
    }
    return door.open(
        accounts -> {
          ManagedGroup deleted = group.find(accounts);
          change(accounts).delete(Accounts.operator(), deleted.id(), IfMatch.ANY);
          return group.sentence(terminal, "The group is deleted.", deleted);
        });
  }

  @Command(description = "Give permissions to a group, and print it.")
  int grant(
      @Mixin OneGroup group,
      @Parameters(index = "1..*", arity = "1..*", paramLabel = "CODE") List<String> codes) {
    return changePermissions(group, codes, Set::addAll);
  }

  @Command(description = "Take permissions from a group, and print it.")
  int revoke(
      @Mixin OneGroup group,
      @Parameters(index = "1..*", arity = "1..*", paramLabel = "CODE") List<String> codes) {
    return changePermissions(group, codes, Set::removeAll);
  }

  private int changePermissions(
      OneGroup group, List<String> codes, BiConsumer<Set<String>, List<String>> change) {
    return door.open(
        accounts -> {
          ManagedGroup before = group.find(accounts);
          demandKnown(accounts, codes);
          Set<String> permissions = new TreeSet<>(before.permissions());
          change.accept(permissions, codes);
          // Another change meanwhile would be lost without the version.
          IfMatch condition = IfMatch.version(before.version());
          return group.show(
              terminal,
              change(accounts)
                  .change(
                      Accounts.operator(),
                      before.id(),
                      condition,
                      Optional.empty(),
                      Optional.of(permissions)));
        });
  }

  /** Otherwise, a mistyped permission would not be taken, without a word. */
  private static void demandKnown(Accounts accounts, List<String> codes) {
    accounts.read(
        em -> {
          Named.PERMISSIONS.demandKnown(em, "permissions", new TreeSet<>(codes));
          return true;
        });
  }

  @Command(description = "Add users to a group, and print it.")
  int add(
      @Mixin OneGroup group,
      @Parameters(
              index = "1..*",
              arity = "1..*",
              paramLabel = "USER",
              description = "Email addresses or ids.")
          List<String> users) {
    return door.open(accounts -> changeMembers(accounts, group, ids(accounts, users), Set.of()));
  }

  @Command(description = "Remove users from a group, and print it.")
  int remove(
      @Mixin OneGroup group,
      @Parameters(
              index = "1..*",
              arity = "1..*",
              paramLabel = "USER",
              description = "Email addresses or ids.")
          List<String> users) {
    return door.open(accounts -> changeMembers(accounts, group, Set.of(), ids(accounts, users)));
  }

  private int changeMembers(Accounts accounts, OneGroup group, Set<Long> added, Set<Long> removed) {
    return group.show(
        terminal,
        new GroupMembers(accounts.administration())
            .change(Accounts.operator(), group.find(accounts).id(), added, removed));
  }

  private static Set<Long> ids(Accounts accounts, List<String> users) {
    return users.stream().map(accounts::demandId).collect(Collectors.toSet());
  }

  private static GroupChange change(Accounts accounts) {
    return new GroupChange(accounts.administration());
  }
}
