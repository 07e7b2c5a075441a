package io.steward.api.json;

/**
 * A JSON number as it was written. As in DRF, a text field accepts a number and stores it as that
 * text.
 */
public record JsonNumber(String text, boolean isInteger) {}
