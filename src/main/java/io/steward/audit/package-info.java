/**
 * Owns the audit log: which security event happened, when, who caused it, which account it concerns
 * and where the request came from. Each event is one row, written in the transaction that causes
 * the event. Rows are never changed; old rows are deleted one whole month at a time. After the
 * commit, an event that a request caused is also logged as a line of JSON. Callers name the actor;
 * IP address, user agent and request id come from {@code origin}.
 */
@NullMarked
package io.steward.audit;

import org.jspecify.annotations.NullMarked;
