package io.steward.api.json;

/** A JSON number with its spelling: as in DRF, a number in a text field becomes that text. */
public record JsonNumber(String text, boolean isInteger) {}
