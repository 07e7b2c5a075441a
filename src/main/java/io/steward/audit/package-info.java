/**
 * What happened, to whom, when and from where: one row for each security event, written in the
 * transaction of what it tells of, never changed, and dropped by the month when it is old. The same
 * goes to the log as a line of JSON once it is committed.
 */
@NullMarked
package io.steward.audit;

import org.jspecify.annotations.NullMarked;
