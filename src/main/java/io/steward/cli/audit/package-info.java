/** Owns the command {@code audit}, which lists audit records as text, JSON or CSV. */
@NullMarked
package io.steward.cli.audit;

import org.jspecify.annotations.NullMarked;
