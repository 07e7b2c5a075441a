package io.steward.admin.invitation;

import io.steward.api.Input;
import io.steward.api.Language;
import io.steward.user.AccountFields;
import io.steward.user.EmailAddress;
import io.steward.user.Name;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The members with which administrators describe a person to invite. */
public final class InvitationFields {
  private static final List<String> MEMBERS =
      List.of("email", "first_name", "last_name", "groups", "language");

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
    String tag = input.read(Language.FIELD).orElse("");
    input.refuseFaults();
    return new UserInvitation.Guest(email.orElseThrow(), name, groups, tag);
  }
}
