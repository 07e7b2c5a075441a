package io.steward.admin.user;

import io.steward.admin.user.UserChange.Activity;
import io.steward.admin.user.UserChange.Patch;
import io.steward.admin.user.UserCreation.NewUser;
import io.steward.api.FieldView;
import io.steward.api.Input;
import io.steward.api.Language;
import io.steward.password.Password;
import io.steward.user.AccountFields;
import io.steward.user.EmailAddress;
import io.steward.user.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The request members with which administrators describe users. */
public final class UserFields {
  /** The members of a change. */
  public static final List<String> CHANGEABLE =
      List.of(
          "email",
          "first_name",
          "last_name",
          "email_verified",
          "is_active",
          "is_staff",
          "is_superuser",
          "groups",
          "permissions",
          "language");

  /** The members of a new user. */
  public static final List<String> OF_NEW =
      Stream.concat(CHANGEABLE.stream(), Stream.of("password")).toList();

  private final Input input;
  private final AccountFields fields;

  /** Reads members, which the caller has compared with the known ones. */
  public UserFields(Input input) {
    this.input = input;
    this.fields = new AccountFields(input);
  }

  /**
   * A change of a user.
   *
   * @throws io.steward.problem.ProblemException 400 with all faults
   */
  public Patch patch() {
    Patch patch =
        new Patch(
            fields.email(),
            input.flag("email_verified"),
            fields.firstName(),
            fields.lastName(),
            input.flag("is_active").map(is -> is ? new Activity.Active() : new Activity.Inactive()),
            input.flag("is_staff"),
            input.flag("is_superuser"),
            input.texts("groups"),
            input.texts("permissions"),
            input.read(Language.FIELD));
    input.refuseFaults();
    return patch;
  }

  /** The members of a change, or of a new user, as OPTIONS shows them. */
  static List<FieldView> views(boolean isNew) {
    List<FieldView> views = new ArrayList<>(AccountFields.profileViews(isNew));
    for (String flag : List.of("email_verified", "is_active", "is_staff", "is_superuser")) {
      views.add(FieldView.optional(flag, "boolean"));
    }
    views.add(FieldView.optional("groups", "list"));
    views.add(FieldView.optional("permissions", "list"));
    views.add(Language.FIELD.view(false));
    if (isNew) {
      views.add(AccountFields.passwordView(false));
    }
    return views;
  }

  /** The password of a new user; empty if it is absent or null. */
  public Optional<Password> password() {
    return input.isNull("password") ? Optional.empty() : fields.password();
  }

  /**
   * A new user.
   *
   * @throws io.steward.problem.ProblemException 400 with all faults
   */
  public NewUser newUser() {
    Optional<EmailAddress> email = fields.requireEmail();
    Name name = new Name(fields.firstName().orElse(""), fields.lastName().orElse(""));
    boolean isVerified = input.flag("email_verified").orElse(false);
    boolean isActive = input.flag("is_active").orElse(true);
    boolean isStaff = input.flag("is_staff").orElse(false);
    boolean isSuperuser = input.flag("is_superuser").orElse(false);
    Set<String> groups = input.texts("groups").orElse(Set.of());
    Set<String> permissions = input.texts("permissions").orElse(Set.of());
    String language = input.read(Language.FIELD).orElse("");
    input.refuseFaults();
    return new NewUser(
        email.orElseThrow(),
        name,
        isVerified,
        isActive,
        isStaff,
        isSuperuser,
        groups,
        permissions,
        language);
  }
}
