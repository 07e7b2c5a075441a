package io.steward.cli;

import io.steward.cli.installation.Terminal;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** How commands show their usage: with {@code --help}, and after a wrong call. */
final class Usage {
  static final String NO_COMMAND = "Give a command.";

  private Usage() {}

  /** Leaves the options of every command to the help of the program. */
  static void shorten(CommandLine line) {
    CommandSpec command = line.getCommandSpec();
    command.usageMessage().abbreviateSynopsis(true);
    if (command.parent() != null) {
      line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, Usage::ownOptions);
    }
    line.getSubcommands().values().forEach(Usage::shorten);
  }

  private static String ownOptions(Help help) {
    List<OptionSpec> own =
        help.commandSpec().options().stream()
            .filter(option -> !option.inherited())
            .sorted(Comparator.comparing(OptionSpec::longestName))
            .toList();
    Help.Layout layout = help.createDefaultLayout();
    layout.addAllOptions(own, help.parameterLabelRenderer());
    return layout + "The options of every command: steward --help%n".formatted();
  }

  /** Answers a wrong call in a few lines; returns the exit code. */
  static int answer(ParameterException wrong) {
    ParameterException fault = named(wrong);
    CommandLine command = fault.getCommandLine();
    Set<String> commands = command.getSubcommands().keySet();
    PrintWriter err = command.getErr();
    err.println(Terminal.printable(sentence(fault)));
    err.print(command.getHelp().synopsisHeading() + command.getHelp().synopsis(0));
    if (!commands.isEmpty()) {
      err.println("Commands: " + String.join(", ", commands));
    }
    err.println("Help: " + command.getCommandSpec().qualifiedName() + " --help");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** Picocli reports a missing argument before an unknown option, which is often the reason. */
  private static ParameterException named(ParameterException fault) {
    List<String> options =
        fault.getCommandLine().getUnmatchedArguments().stream()
            .filter(word -> word.startsWith("-"))
            .toList();
    return fault instanceof MissingParameterException && !options.isEmpty()
        ? new UnmatchedArgumentException(fault.getCommandLine(), options)
        : fault;
  }

  private static String sentence(ParameterException fault) {
    CommandLine command = fault.getCommandLine();
    String message = String.valueOf(fault.getMessage());
    boolean hasCommands = !command.getSubcommands().isEmpty();
    if (hasCommands && message.startsWith("Missing required subcommand")) {
      return NO_COMMAND;
    }
    if (!(fault instanceof UnmatchedArgumentException unmatched)) {
      return message;
    }
    List<String> similar = unmatched.getSuggestions();
    String question =
        similar.isEmpty() ? "" : " Did you mean " + String.join(" or ", similar) + "?";
    if (unmatched.isUnknownOption() || !hasCommands) {
      return message + question;
    }
    return "There is no command '%s'.%s".formatted(unmatched.getUnmatched().get(0), question);
  }
}
