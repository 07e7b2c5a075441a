package io.steward.settings.mail;

import io.steward.settings.source.Setting;
import java.util.Locale;

/** The purpose of a link in a message. A link works once. */
public enum LinkPurpose {
  /** The reader proves to own the address of the account. */
  VERIFY(Setting.MAIL_LINK_VERIFY, Setting.MAIL_LIFETIME_VERIFY),
  /** The reader sets a new password. */
  RESET(Setting.MAIL_LINK_RESET, Setting.MAIL_LIFETIME_RESET),
  /** The reader confirms the new address of the account. */
  CHANGE(Setting.MAIL_LINK_CHANGE, Setting.MAIL_LIFETIME_CHANGE),
  /** The reader takes back a change of address. */
  UNDO(Setting.MAIL_LINK_UNDO, Setting.MAIL_LIFETIME_UNDO),
  /** The reader creates the account to which they were invited. */
  INVITATION(Setting.MAIL_LINK_INVITATION, Setting.MAIL_LIFETIME_INVITATION);

  private final Setting link;
  private final Setting lifetime;

  LinkPurpose(Setting link, Setting lifetime) {
    this.link = link;
    this.lifetime = lifetime;
  }

  Setting link() {
    return link;
  }

  Setting lifetime() {
    return lifetime;
  }

  /**
   * The word in the database and in default links. It is also the path of the page that the link
   * opens, such as {@code /verify/}, and the prefix of the keys of that page's texts.
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
