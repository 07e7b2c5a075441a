package io.steward.cli;

import io.steward.cli.account.ApplyCommand;
import io.steward.cli.account.ChangePasswordCommand;
import io.steward.cli.account.ChangeUserCommand;
import io.steward.cli.account.CreateSuperuserCommand;
import io.steward.cli.account.CreateUserCommand;
import io.steward.cli.account.DeleteUserCommand;
import io.steward.cli.account.SessionsCommand;
import io.steward.cli.account.UserCommands;
import io.steward.cli.account.UsersCommand;
import io.steward.cli.audit.AuditCommand;
import io.steward.cli.file.AuthzCommand;
import io.steward.cli.file.ClientsCommand;
import io.steward.cli.file.ExplainCommand;
import io.steward.cli.file.KeysCommand;
import io.steward.cli.file.OperatorFile;
import io.steward.cli.group.GroupsCommand;
import io.steward.cli.group.PermissionsCommand;
import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.ChangeRecord;
import io.steward.cli.installation.Terminal;
import io.steward.cli.invitation.InvitationsCommand;
import io.steward.cli.invitation.InviteCommand;
import io.steward.cli.mail.MailCommand;
import io.steward.cli.server.CheckCommand;
import io.steward.cli.server.MigrateCommand;
import io.steward.cli.server.ServeCommand;
import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingSources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Steward's commands by name. A command is built when it is added, because building takes time. */
final class Commands {
  private final Terminal terminal;
  private final Supplier<SettingSources> sources;
  private final Accounts.Door door;
  private final Map<String, Supplier<Object>> commands = new LinkedHashMap<>();

  /** The commands, with the environment that Django's commands read. */
  Commands(
      Terminal terminal,
      Function<String, @Nullable String> environment,
      Supplier<SettingSources> sources,
      Accounts.Door door) {
    this.terminal = terminal;
    this.sources = sources;
    this.door = door;
    commands.put("serve", () -> new ServeCommand(terminal, sources));
    commands.put("migrate", () -> new MigrateCommand(terminal, sources));
    commands.put(
        "createsuperuser",
        () ->
            new CreateSuperuserCommand(
                terminal, name -> Terminal.readable(environment.apply(name)), door));
    commands.put("changepassword", () -> new ChangePasswordCommand(terminal, door));
    commands.put("deactivate", () -> new UserCommands(terminal, door).deactivate());
    commands.put("activate", () -> new UserCommands(terminal, door).activate());
    addAccounts();
    commands.put("audit", () -> new AuditCommand(terminal, door));
    commands.put("keys", this::keys);
    commands.put("clients", () -> new ClientsCommand(file(Setting.CLIENTS_FILE)));
    commands.put("authz", this::authz);
    commands.put("mail", () -> new MailCommand(terminal, sources));
    commands.put("check", () -> new CheckCommand(terminal, sources));
  }

  private void addAccounts() {
    commands.put("users", this::users);
    commands.put("groups", () -> new GroupsCommand(terminal, door));
    commands.put("permissions", () -> new PermissionsCommand(terminal, door));
    commands.put("invite", () -> new InviteCommand(terminal, door));
    commands.put("invitations", () -> new InvitationsCommand(terminal, door));
    commands.put("sessions", () -> new SessionsCommand(terminal, door));
  }

  /** Adds the command that the first argument names; if it names none, adds all. */
  void addTo(CommandLine line, List<String> arguments) {
    String first = arguments.isEmpty() ? "" : arguments.get(0);
    commands.forEach(
        (name, command) -> {
          if (name.equals(first) || !commands.containsKey(first)) {
            line.addSubcommand(name, command.get());
          }
        });
  }

  private OperatorFile file(Setting setting) {
    return new OperatorFile(setting, sources, terminal, new ChangeRecord(terminal, sources, door));
  }

  /** Without a word for one of these commands, {@code users} is {@code users list}. */
  private CommandLine users() {
    UserCommands user = new UserCommands(terminal, door);
    return new CommandLine(new UsersCommand(terminal, door))
        .addSubcommand(new CommandLine(new UsersCommand(terminal, door)).setCommandName("list"))
        .addSubcommand("show", user.show())
        .addSubcommand(new CreateUserCommand(terminal, door))
        .addSubcommand(new ChangeUserCommand(terminal, door))
        .addSubcommand(new ApplyCommand(terminal, door))
        .addSubcommand("deactivate", user.deactivate())
        .addSubcommand("activate", user.activate())
        .addSubcommand("set-password", ChangePasswordCommand.setPassword(terminal, door))
        .addSubcommand("sessions", user.sessions())
        .addSubcommand("revoke", user.revoke())
        .addSubcommand(new DeleteUserCommand(terminal, door));
  }

  private CommandLine authz() {
    return new CommandLine(new AuthzCommand(terminal, sources))
        .addSubcommand(new ExplainCommand(terminal, sources, door));
  }

  /** The id of a key to remove may begin with a dash and look like options. */
  private CommandLine keys() {
    CommandLine line = new CommandLine(new KeysCommand(file(Setting.JWT_KEYS_FILE)));
    line.getSubcommands().values().stream()
        .filter(subcommand -> subcommand.getCommandName().equals("remove"))
        .forEach(
            remove ->
                remove
                    .setUnmatchedOptionsArePositionalParams(true)
                    .setPosixClusteredShortOptionsAllowed(false));
    return line;
  }
}
