/**
 * Owns the security events: what happened, who did it, to whom, when and from where. Each event is
 * one row, written in the transaction that causes it and never changed; old rows go by whole
 * months. After the commit the same event is logged as a line of JSON. Callers name the actor;
 * address, user agent and request id come from {@code origin}.
 */
@NullMarked
package io.steward.audit;

import org.jspecify.annotations.NullMarked;
