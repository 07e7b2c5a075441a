package io.steward.cli.account;

import io.steward.api.json.RecordMembers;
import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the sessions of one user. */
@Command(
    name = "sessions",
    description = "List the sessions of a user, the most recently used first.")
public final class UserSessionsCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Accounts.Door door;

  @Parameters(paramLabel = "USER", description = "Email address or id.")
  private String user = "";

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  public UserSessionsCommand(Terminal terminal, Accounts.Door door) {
    this.terminal = terminal;
    this.door = door;
  }

  @Override
  public Integer call() {
    return door.open(
        accounts -> {
          accounts.eachSession(
              accounts.demandId(user),
              session -> UserOutput.row(terminal, json, RecordMembers.of(session)));
          return 0;
        });
  }
}
