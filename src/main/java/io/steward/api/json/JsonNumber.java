package io.steward.api.json;

/**
 * A JSON number as it was written. As in DRF, a text field accepts a number and stores the number's
 * text.
 */
public record JsonNumber(String text, boolean isInteger) {}
