/**
 * Owns the pages for people (HTML Standard). They call the same flows as the resources, and work
 * without scripts: a form posts, and the answer leads to a page by 303. How pages look is left to
 * {@code html}, which also says how to add one; who may open them is left to {@code gate}.
 */
@NullMarked
package io.steward.pages;

import org.jspecify.annotations.NullMarked;
