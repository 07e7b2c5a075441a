package io.steward.recovery;

import io.steward.session.SessionTransactions;
import io.steward.settings.mail.LinkPurpose;

/** Tells whether a link can still be used, before its reader fills in a form. */
public final class LinkChecks {
  private final SessionTransactions transactions;

  public LinkChecks(SessionTransactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Whether the link of a message works now. The check does not use the link up. It ignores facts
   * that only the use of the link may reveal, such as whether a new address is taken.
   */
  public boolean isUsable(LinkPurpose purpose, String token) {
    return transactions.read((em, sessions) -> LinkToken.isUsable(em, purpose, token));
  }
}
