package io.steward.audit;

/** Who caused an event. */
public sealed interface Actor {
  /** A sender without a proven identity, for example one with a wrong password. */
  Actor NOBODY = new Nobody();

  /** A user with a valid token or password. */
  record User(long id) implements Actor {}

  /** An OAuth client. */
  record Client(String id) implements Actor {}

  /**
   * A person who runs a command.
   *
   * @param operator the system user and the host, such as {@code root@web1}
   */
  record Command(String operator) implements Actor {}

  /** See {@link #NOBODY}. */
  record Nobody() implements Actor {}
}
