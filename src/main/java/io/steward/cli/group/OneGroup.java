package io.steward.cli.group;

import io.steward.admin.group.Groups;
import io.steward.admin.group.ManagedGroup;
import io.steward.api.json.RecordMembers;
import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.Terminal;
import io.steward.cli.output.Output;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The group that a command is about, and how the command prints its result. */
final class OneGroup {
  @Mixin private final Output output = new Output();

  @Parameters(index = "0", paramLabel = "GROUP", description = "Name of the group.")
  private String name = "";

  /**
   * Reads the group.
   *
   * @throws Refusal with the exit code {@link Refusal#NOT_FOUND}
   */
  ManagedGroup find(Accounts accounts) {
    return new Groups(accounts.administration())
        .byName(Accounts.operator(), name)
        .orElseThrow(() -> Refusal.missing("group '" + name + "' does not exist"));
  }

  /** Prints a group. */
  int show(Terminal terminal, ManagedGroup group) {
    output.say(terminal, RecordMembers.of(group));
    return 0;
  }

  /** Prints a sentence; for scripts, the group. */
  int sentence(Terminal terminal, String sentence, ManagedGroup group) {
    output.sentence(terminal, sentence, RecordMembers.of(group));
    return 0;
  }
}
