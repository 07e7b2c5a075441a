/**
 * Owns lines of CSV (RFC 4180) that spreadsheets and terminals can show safely. The filter jar
 * lacks this package.
 */
@NullMarked
package io.steward.log.csv;

import org.jspecify.annotations.NullMarked;
