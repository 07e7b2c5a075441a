package io.steward.admin.group;

import io.steward.api.Input;
import io.steward.api.TextField;
import io.steward.problem.Fault;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The request members with which administrators describe groups. */
public final class GroupFields {
  private static final int LONGEST = 150;
  private static final List<String> KNOWN = List.of("name", "permissions");

  /** The name. Control characters separate names elsewhere. */
  public static final TextField NAME =
      new TextField(
          "name",
          LONGEST,
          true,
          false,
          name -> name.chars().noneMatch(Character::isISOControl),
          Fault.invalid("Must not contain control characters."));

  private final Input input;

  GroupFields(Input input) {
    this.input = input;
    input.demandOnly(KNOWN);
  }

  Optional<String> requireName() {
    return input.require(NAME);
  }

  Optional<String> name() {
    return input.read(NAME);
  }

  Optional<Set<String>> permissions() {
    return input.texts("permissions");
  }

  /**
   * Reports all faults together.
   *
   * @throws io.steward.problem.ProblemException 400
   */
  void refuseFaults() {
    input.refuseFaults();
  }
}
