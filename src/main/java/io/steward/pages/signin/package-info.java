/** Owns the pages that sign a browser in and out. Other pages are left to their own packages. */
@NullMarked
package io.steward.pages.signin;

import org.jspecify.annotations.NullMarked;
