/**
 * Owns registration, and the pages that links in messages lead to. Opening a link uses nothing,
 * because programs open links too; only the button does.
 */
@NullMarked
package io.steward.pages.links;

import org.jspecify.annotations.NullMarked;
