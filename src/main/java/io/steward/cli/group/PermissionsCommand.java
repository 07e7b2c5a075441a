package io.steward.cli.group;

import io.steward.admin.permission.CustomPermissions;
import io.steward.admin.permission.ManagedPermission;
import io.steward.admin.permission.PermissionFields;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists permissions, and adds and deletes those of other programs. */
@Command(
    name = "permissions",
    description = "List permissions, and add and delete those of other programs.")
public final class PermissionsCommand {
  private final Terminal terminal;
  private final Accounts.Door door;

  public PermissionsCommand(Terminal terminal, Accounts.Door door) {
    this.terminal = terminal;
    this.door = door;
  }

  @Command(
      description =
          "List permissions in the order of their codes, and how many users and groups have them.")
  int list(
      @Option(
              names = "--search",
              paramLabel = "TEXT",
              defaultValue = "",
              description = "Only permissions with this text in code or name.")
          String text,
      @Option(names = "--custom", description = "Only permissions of other programs.")
          boolean isCustom,
      @Mixin Listing listing) {
    Map<String, String> filters = new LinkedHashMap<>();
    filters.put("q", text);
    filters.put("is_custom", isCustom ? "true" : "");
    filters.values().removeIf(String::isBlank);
    Table table = listing.table(terminal, List.of("code", "name", "users", "groups"));
    return door.open(
        accounts -> {
          CustomPermissions permissions = permissions(accounts);
          Pages.each(
              filters,
              query -> permissions.page(Accounts.operator(), query),
              one -> table.row(RecordMembers.of(one), cells(one)));
          table.end();
          return 0;
        });
  }

  private static List<Object> cells(ManagedPermission permission) {
    return List.of(
        permission.code(),
        permission.name(),
        permission.users() + (permission.usersExceeded() ? "+" : ""),
        permission.groups() + (permission.groupsExceeded() ? "+" : ""));
  }

  @Command(description = "Add a permission of another program, and print it.")
  int create(
      @Parameters(
              paramLabel = "CODE",
              description = "An application and a name, such as reports.add_report.")
          String code,
      @Parameters(paramLabel = "NAME", description = "For people, such as \"Can add report\".")
          String name,
      @Mixin Output output) {
    Input input = Input.json(Json.write(Map.of("code", code, "name", name)));
    Optional<String> validCode = input.require(PermissionFields.CODE);
    Optional<String> validName = input.require(PermissionFields.NAME);
    input.refuseFaults();
    return door.open(
        accounts -> {
          ManagedPermission added =
              permissions(accounts)
                  .create(Accounts.operator(), validCode.orElseThrow(), validName.orElseThrow());
          output.say(terminal, RecordMembers.of(added));
          return 0;
        });
  }

  @Command(description = "Delete a permission of another program that no user or group has.")
  int delete(@Parameters(paramLabel = "CODE") String code, @Mixin Output output) {
    return door.open(
        accounts -> {
          ManagedPermission deleted =
              permissions(accounts)
                  .byCode(Accounts.operator(), code)
                  .orElseThrow(() -> Refusal.missing("permission '" + code + "' does not exist"));
          demandUnused(deleted);
          permissions(accounts).delete(Accounts.operator(), deleted.id());
          output.sentence(terminal, "The permission is deleted.", RecordMembers.of(deleted));
          return 0;
        });
  }

  private static void demandUnused(ManagedPermission permission) {
    if (permission.isCustom() && (permission.users() > 0 || permission.groups() > 0)) {
      throw Refusal.failure(
          "Take the permission from its holders first; users: %s, groups: %s. To find them, run"
                  .formatted(permission.users(), permission.groups())
              + " 'groups list --permission %1$s', then 'users list --permission %1$s', which also lists superusers."
                  .formatted(permission.code()));
    }
  }

  private static CustomPermissions permissions(Accounts accounts) {
    return new CustomPermissions(accounts.administration());
  }
}
