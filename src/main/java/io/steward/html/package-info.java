/**
 * Owns how pages look and speak: the engine of the templates in {@code webapp/WEB-INF/pages}, their
 * texts in every language, the brand, form fields, and the page of a refusal. Which pages exist is
 * left to {@code pages}.
 *
 * <p>To add a page: write a template with the parameters {@code layout} and {@code view}, inside
 * {@code @template.layout}; add its texts to each {@code messages*.properties}; write a resource in
 * {@code pages} that returns an {@link HtmlPage}. A template never contains scripts, styles, or
 * addresses that come from a request.
 */
@NullMarked
package io.steward.html;

import org.jspecify.annotations.NullMarked;
