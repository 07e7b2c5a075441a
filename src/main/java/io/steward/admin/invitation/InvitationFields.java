package io.steward.admin.invitation;

import io.steward.api.Input;
import io.steward.api.TextField;
import io.steward.problem.Fault;
import io.steward.user.AccountFields;
import io.steward.user.EmailAddress;
import io.steward.user.Name;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The members with which administrators describe a person to invite. */
public final class InvitationFields {
  private static final List<String> MEMBERS =
      List.of("email", "first_name", "last_name", "groups", "language");
  private static final Pattern LANGUAGE = Pattern.compile("|[a-z]{2,3}(-[0-9A-Za-z]{1,8}){0,3}");

  private InvitationFields() {}

  /**
   * Reads the members.
   *
   * @throws io.steward.problem.ProblemException 400 with all faults
   */
  public static UserInvitation.Guest guest(Input input) {
    input.demandOnly(MEMBERS);
    AccountFields fields = new AccountFields(input);
    Optional<EmailAddress> email = fields.requireEmail();
    Name name = new Name(fields.firstName().orElse(""), fields.lastName().orElse(""));
    Set<String> groups = input.texts("groups").orElse(Set.of());
    TextField language =
        new TextField(
            "language",
            35,
            true,
            true,
            tag -> LANGUAGE.matcher(tag).matches(),
            Fault.invalid("Must be a language tag such as en or de."));
    String tag = input.read(language).orElse("");
    input.refuseFaults();
    return new UserInvitation.Guest(email.orElseThrow(), name, groups, tag);
  }
}
