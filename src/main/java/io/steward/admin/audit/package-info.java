/**
 * Owns the audit log over HTTP: pages for people, and exports of any length. Reading the log is
 * left to {@code audit}, which also serves the command.
 */
@NullMarked
package io.steward.admin.audit;

import org.jspecify.annotations.NullMarked;
