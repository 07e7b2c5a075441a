/**
 * Every way of saying no: one enum of kinds, one exception, one body (RFC 9457) that DRF clients
 * can read too. It knows nothing of servlets or Jersey; {@code http} turns a problem into an
 * answer, the command line prints the same exception.
 */
@NullMarked
package io.steward.problem;

import org.jspecify.annotations.NullMarked;
