package io.steward.html;

import java.util.List;

/**
 * A page that says something.
 *
 * @param title also the heading
 * @param texts paragraphs
 * @param next where the reader goes next, shown as a button
 */
public record MessageView(String title, List<String> texts, List<Link> next) {}
