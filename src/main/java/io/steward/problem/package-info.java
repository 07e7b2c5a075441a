/**
 * Owns every refusal: one enum of kinds, one exception, and one response body (RFC 9457) that DRF
 * clients can read too. It depends on neither servlets nor Jersey: {@code http} turns the exception
 * into a response, and the commands print it.
 */
@NullMarked
package io.steward.problem;

import org.jspecify.annotations.NullMarked;
