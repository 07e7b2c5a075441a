/**
 * Owns lists of the administration: order, filters, pages (RFC 8288). What a list contains is left
 * to the package of the list.
 */
@NullMarked
package io.steward.admin.list;

import org.jspecify.annotations.NullMarked;
