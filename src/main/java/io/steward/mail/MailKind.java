package io.steward.mail;

import io.steward.settings.mail.Notice;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The kinds of message; each has a text of this name. */
public enum MailKind {
  /** A link that verifies the address of an account. */
  VERIFICATION(null),
  /** A link that sets a new password. */
  RESET(null),
  /** A reset link that somebody asked for again, although an earlier one still works. */
  RESET_AGAIN(Notice.RESET_REPEATED),
  /** A link for the new address of an account. */
  CHANGE(null),
  /** Tells the old address about the new one, with a link that takes the change back. */
  CHANGED(null),

  /** Tells the old address about a change that no link takes back. */
  ADDRESS_CHANGED(Notice.ADDRESS_CHANGED),
  /** A link that creates an account. */
  INVITATION(null),
  /** Somebody tried to register with the address of an account. */
  TAKEN(null),
  /**
   * Somebody registered with the unverified address of an account, whose password may be that of a
   * stranger: a link that sets a new one.
   */
  TAKEN_UNVERIFIED(null),
  /** An administrator approved the registration. */
  APPROVED(null),
  PASSWORD_CHANGED(Notice.PASSWORD_CHANGED),
  /** A log-in from a network or a device that the account did not use before. */
  NEW_LOGIN(Notice.NEW_LOGIN),
  DEACTIVATED(Notice.DEACTIVATED),
  /** An administrator deactivated the account, and planned the end. */
  DEACTIVATED_UNTIL(Notice.DEACTIVATED),
  /** A refresh token was used twice, so its session ended. */
  SESSIONS_REVOKED(Notice.SESSIONS_REVOKED),
  /** Shows that delivery works. */
  TEST(null);

  private static final Set<MailKind> WITH_LINK =
      EnumSet.of(VERIFICATION, RESET, RESET_AGAIN, CHANGE, CHANGED, INVITATION, TAKEN_UNVERIFIED);

  private final @Nullable Notice notice;

  MailKind(@Nullable Notice notice) {
    this.notice = notice;
  }

  /** The notice that operators can switch off; empty for messages that must be sent. */
  Optional<Notice> notice() {
    return Optional.ofNullable(notice);
  }

  /** Whether the message is of no use without its link. */
  public boolean hasLink() {
    return WITH_LINK.contains(this);
  }

  /** The word in the database and in names of files, such as {@code new_login}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind with this {@link #word}. */
  public static Optional<MailKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }
}
