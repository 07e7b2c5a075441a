package io.steward.audit;

/** Who causes an event. */
public sealed interface Actor {
  /** A command of the operator. */
  Actor COMMAND = new Command();

  /** Anyone whose identity is unproved, such as the sender of a wrong password. */
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
