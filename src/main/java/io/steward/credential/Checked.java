package io.steward.credential;

import io.steward.problem.Fault;
import java.util.List;
import java.util.function.Function;

/** The result of work that needs a new password: its value, or why the password is refused. */
public sealed interface Checked<T> {
  /** The password was accepted. */
  record Accepted<T>(T value) implements Checked<T> {}

  /**
   * The password was refused, and nothing was changed.
   *
   * @param faults the reasons to show
   */
  record Refused<T>(List<Fault> faults) implements Checked<T> {}

  /** Continues with the value; a refusal stays a refusal. */
  default <U> Checked<U> map(Function<T, U> next) {
    return this instanceof Refused<T> refused
        ? new Refused<>(refused.faults())
        : new Accepted<>(next.apply(((Accepted<T>) this).value()));
  }

  /** The value; a refusal is thrown. */
  default T orElseThrow(Function<List<Fault>, ? extends RuntimeException> refusal) {
    if (this instanceof Refused<T> refused) {
      throw refusal.apply(refused.faults());
    }
    return ((Accepted<T>) this).value();
  }
}
