package io.steward.credential.invitation;

import io.steward.database.Table;
import java.util.List;

/** The tables {@code invitations} and {@code invitation_groups}. */
public final class Invitations {
  private Invitations() {}

  /** The tables of this package. */
  public static List<Table> tables() {
    return List.of(Table.changeable("invitations"), Table.changeable("invitation_groups"));
  }
}
