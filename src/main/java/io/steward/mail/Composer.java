package io.steward.mail;

import jakarta.persistence.EntityManager;
import java.util.Optional;

/**
 * Completes the letters of some kinds, in a transaction of its own before each attempt to deliver.
 * A one-time token is issued here, so that no row outside {@code one_time_tokens} knows it, and so
 * that a request for an unknown address does the same work as for a known one.
 */
@FunctionalInterface
public interface Composer {
  /** What to send; empty if the message has lost its meaning, for example its account. */
  Optional<Composed> compose(EntityManager em, Letter letter);
}
