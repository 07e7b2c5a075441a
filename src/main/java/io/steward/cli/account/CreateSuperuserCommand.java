package io.steward.cli.account;

import io.steward.admin.user.ManagedUser;
import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.Accounts.Person;
import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.Terminal;
import io.steward.cli.output.Output;
import io.steward.password.Password;
import io.steward.user.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates a superuser and asks for missing values. Messages and exit codes are Django's. */
@Command(name = "createsuperuser", description = "Create a superuser.")
public final class CreateSuperuserCommand implements Callable<Integer> {
  private static final String TAKEN = "Error: That email is already taken.";

  private final Terminal terminal;
  private final Function<String, @Nullable String> environment;
  private final Accounts.Door door;

  @Option(names = "--email", paramLabel = "EMAIL", description = "Email address to log in with.")
  private @Nullable String email;

  @Option(names = "--first_name", paramLabel = "NAME", description = "First name.")
  private @Nullable String firstName;

  @Option(names = "--last_name", paramLabel = "NAME", description = "Last name.")
  private @Nullable String lastName;

  @Option(
      names = {"--noinput", "--no-input"},
      description = {
        "Ask nothing. Values come from --email, --first_name and --last_name, or from the"
            + " environment: DJANGO_SUPERUSER_EMAIL, _FIRST_NAME and _LAST_NAME. The password comes"
            + " from DJANGO_SUPERUSER_PASSWORD, and a weak one is refused. Without a password, the"
            + " account cannot log in until one is set."
      })
  private boolean noInput;

  @Mixin private final Output output = new Output();

  public CreateSuperuserCommand(
      Terminal terminal, Function<String, @Nullable String> environment, Accounts.Door door) {
    this.terminal = terminal;
    this.environment = environment;
    this.door = door;
  }

  @Override
  public Integer call() {
    if (!noInput && !terminal.isInteractive()) {
      terminal.say(
          "Superuser creation skipped due to not running in a TTY. You can run `createsuperuser`"
              + " in a terminal to create one manually.");
      return 0;
    }
    return door.open(noInput ? this::createUnasked : this::createAsking);
  }

  private int createUnasked(Accounts accounts) {
    List<String> missing = new ArrayList<>();
    String address = unasked("email", Optional.ofNullable(email), missing);
    String first = unasked("first_name", nonEmpty(firstName), missing);
    String last = unasked("last_name", nonEmpty(lastName), missing);
    if (!missing.contains("--email")) {
      addressFault(accounts, address).ifPresent(CreateSuperuserCommand::fail);
    }
    if (!missing.isEmpty()) {
      throw missing(missing);
    }
    nameFault(first).or(() -> nameFault(last)).ifPresent(CreateSuperuserCommand::fail);
    Person person = new Person(address, first, last);
    Optional<Password> password =
        Optional.ofNullable(environment.apply("DJANGO_SUPERUSER_PASSWORD")).map(Password::new);
    List<String> faults =
        password.map(given -> accounts.passwordFaults(given, person)).orElse(List.of());
    if (!faults.isEmpty()) {
      throw Refusal.failure("CommandError: " + String.join("\n", faults));
    }
    return create(accounts, person, password);
  }

  /** The value of an option or a variable. An absent one is added to the missing options. */
  private String unasked(String name, Optional<String> given, List<String> missing) {
    String variable = "DJANGO_SUPERUSER_" + name.toUpperCase(Locale.ROOT);
    Optional<String> value = given.or(() -> Optional.ofNullable(environment.apply(variable)));
    boolean isMissing = value.filter(text -> name.equals("email") || !text.isEmpty()).isEmpty();
    if (isMissing) {
      missing.add("--" + name);
    }
    return value.orElse("");
  }

  private static Optional<String> nonEmpty(@Nullable String text) {
    return Optional.ofNullable(text).filter(given -> !given.isEmpty());
  }

  private int createAsking(Accounts accounts) {
    String address = askEmail(accounts);
    String first = nameOr(firstName, "First name: ");
    String last = nameOr(lastName, "Last name: ");
    Person person = new Person(address, first, last);
    return create(accounts, person, Optional.of(askPassword(accounts, person)));
  }

  private String askEmail(Accounts accounts) {
    if (email != null) {
      if (email.isEmpty()) {
        throw Refusal.failure("CommandError: Email cannot be blank.");
      }
      Optional<String> fault = addressFault(accounts, email);
      if (fault.isEmpty()) {
        return email;
      }
      terminal.complain(fault.get());
    }
    while (true) {
      String typed = typed(terminal.ask("Email: "));
      Optional<String> fault =
          typed.isEmpty() ? Optional.of("This field cannot be blank.") : accounts.emailFault(typed);
      if (fault.isPresent()) {
        terminal.complain("Error: " + fault.get());
      } else if (accounts.byEmail(typed).isPresent()) {
        terminal.complain(TAKEN);
      } else {
        return typed;
      }
    }
  }

  private String nameOr(@Nullable String given, String prompt) {
    if (given == null) {
      return askName(prompt);
    }
    Optional<String> fault = nameFault(given);
    fault.ifPresent(text -> terminal.complain("Error: " + text));
    return fault.isEmpty() ? given : askName(prompt);
  }

  private String askName(String prompt) {
    while (true) {
      String typed = typed(terminal.ask(prompt));
      Optional<String> fault = nameFault(typed);
      if (fault.isEmpty()) {
        return typed;
      }
      terminal.complain("Error: " + fault.get());
    }
  }

  private Password askPassword(Accounts accounts, Person person) {
    while (true) {
      Password password = new Password(typed(terminal.askHidden("Password: ")));
      Password again = new Password(typed(terminal.askHidden("Password (again): ")));
      if (!password.equals(again)) {
        terminal.complain("Error: Your passwords didn't match.");
      } else if (password.text().isBlank()) {
        terminal.complain("Error: Blank passwords aren't allowed.");
      } else if (isAccepted(accounts.passwordFaults(password, person))) {
        return password;
      }
    }
  }

  private boolean isAccepted(List<String> faults) {
    if (faults.isEmpty()) {
      return true;
    }
    faults.forEach(terminal::complain);
    return typed(terminal.ask("Bypass password validation and create user anyway? [y/N]: "))
        .equalsIgnoreCase("y");
  }

  private int create(Accounts accounts, Person person, Optional<Password> password) {
    ManagedUser.Detail created =
        accounts
            .createSuperuser(person, password)
            .orElseThrow(() -> Refusal.failure("CommandError: " + TAKEN));
    output.sentence(terminal, "Superuser created successfully.", created.members());
    return 0;
  }

  private static Optional<String> addressFault(Accounts accounts, String address) {
    if (address.isEmpty()) {
      return Optional.of("Email cannot be blank.");
    }
    return accounts.emailFault(address).or(() -> accounts.byEmail(address).map(known -> TAKEN));
  }

  private static Optional<String> nameFault(String name) {
    int length = name.codePointCount(0, name.length());
    return length <= Name.MAX_LENGTH
        ? Optional.empty()
        : Optional.of(
            "Ensure this value has at most "
                + Name.MAX_LENGTH
                + " characters (it has "
                + length
                + ").");
  }

  private static String typed(@Nullable String line) {
    if (line == null) {
      throw Refusal.failure("\nOperation cancelled.");
    }
    return line;
  }

  private static void fail(String fault) {
    throw Refusal.failure("CommandError: " + fault);
  }

  private static Refusal missing(List<String> options) {
    String last = options.get(options.size() - 1);
    String others = String.join(", ", options.subList(0, options.size() - 1));
    return Refusal.failure(
        "CommandError: You must use "
            + (others.isEmpty() ? last : others + " and " + last)
            + " with --noinput.");
  }
}
