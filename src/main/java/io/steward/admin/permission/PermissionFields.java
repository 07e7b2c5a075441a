package io.steward.admin.permission;

import io.steward.api.TextField;
import io.steward.problem.Fault;
import java.util.Locale;
import java.util.regex.Pattern;

/** The request members with which administrators describe permissions. */
public final class PermissionFields {
  private static final int LONGEST_CODE = 201;
  private static final int LONGEST_NAME = 255;
  private static final Pattern SYNTAX =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,99})\\.[A-Za-z0-9_]{1,100}");

  /** The code. A code of Steward's own could become a right in a later release. */
  public static final TextField CODE =
      new TextField(
          "code",
          LONGEST_CODE,
          true,
          false,
          PermissionFields::isCustom,
          Fault.invalid(
              "Must be an application and a name such as reports.add_report, each of at most 100"
                  + " letters, digits and \"_\"; the applications "
                  + String.join(", ", ManagedPermission.RESERVED.stream().sorted().toList())
                  + " are Steward's own."));

  public static final TextField NAME =
      new TextField(
          "name",
          LONGEST_NAME,
          true,
          false,
          name -> name.chars().noneMatch(Character::isISOControl),
          Fault.invalid("Must not contain control characters."));

  private PermissionFields() {}

  private static boolean isCustom(String code) {
    return SYNTAX.matcher(code).matches()
        && !ManagedPermission.RESERVED.contains(
            code.substring(0, code.indexOf('.')).toLowerCase(Locale.ROOT));
  }
}
