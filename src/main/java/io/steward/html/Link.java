package io.steward.html;

/**
 * A link to a page of Steward.
 *
 * @param path begins with a slash
 */
public record Link(String path, String text) {}
