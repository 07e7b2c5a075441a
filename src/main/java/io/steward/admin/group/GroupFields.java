package io.steward.admin.group;

import io.steward.api.FieldView;
import io.steward.api.Input;
import io.steward.api.TextField;
import io.steward.problem.Fault;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The request members with which administrators describe groups. */
public final class GroupFields {
  private static final int LONGEST = 150;
  private static final List<String> KNOWN = List.of("name", "permissions");

  /** The name. Control characters separate names elsewhere; other names only look the same. */
  public static final TextField NAME =
      new TextField(
          "name",
          LONGEST,
          true,
          false,
          GroupFields::isPlain,
          Fault.invalid(
              "Must be in Unicode's form NFC, without control characters and invisible ones."));

  private static final Set<Integer> HIDDEN =
      Set.of(
          (int) Character.CONTROL,
          (int) Character.FORMAT,
          (int) Character.LINE_SEPARATOR,
          (int) Character.PARAGRAPH_SEPARATOR,
          (int) Character.SURROGATE,
          (int) Character.UNASSIGNED);

  private final Input input;

  /** The members of a change, or of a new group, as OPTIONS shows them. */
  static List<FieldView> views(boolean isNew) {
    return List.of(NAME.view(isNew), FieldView.optional("permissions", "list"));
  }

  GroupFields(Input input) {
    this.input = input;
    input.demandOnly(KNOWN);
  }

  private static boolean isPlain(String name) {
    return Normalizer.isNormalized(name, Normalizer.Form.NFC)
        && name.codePoints().mapToObj(Character::getType).noneMatch(HIDDEN::contains);
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
