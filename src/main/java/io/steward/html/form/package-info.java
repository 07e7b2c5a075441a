/** Owns forms: their fields, and what is wrong with them in the reader's language. */
@NullMarked
package io.steward.html.form;

import org.jspecify.annotations.NullMarked;
