package io.steward.audit;

/** Who caused an event. */
public sealed interface Actor {
  /** The operator, by a command. */
  Actor COMMAND = new Command();

  /** A sender without a proven identity, for example one with a wrong password. */
  Actor NOBODY = new Nobody();

  /** A user with a valid token or password. */
  record User(long id) implements Actor {}

  /** An OAuth client. */
  record Client(String id) implements Actor {}

  /** See {@link #COMMAND}. */
  record Command() implements Actor {}

  /** See {@link #NOBODY}. */
  record Nobody() implements Actor {}
}
