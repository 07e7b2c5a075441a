package io.steward.cli.account;

import io.steward.cli.installation.Accounts;
import io.steward.cli.output.Output;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The user that a command is about, and how the command prints its result. */
final class OneUser {
  @Mixin private final Output output = new Output();

  @Parameters(paramLabel = "USER", description = "Email address or id.")
  private String user = "";

  Output output() {
    return output;
  }

  /** The user as typed. */
  String text() {
    return user;
  }

  /**
   * The id of the user.
   *
   * @throws io.steward.cli.installation.Refusal if there is no such user
   */
  long id(Accounts accounts) {
    return accounts.demandId(user);
  }
}
