/**
 * Owns the reports for operators about a browser's cookie and about a person who signs in. The
 * decision about a request is left to {@code gateway}.
 */
@NullMarked
package io.steward.gateway.explain;

import org.jspecify.annotations.NullMarked;
