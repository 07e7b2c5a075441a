package io.steward.api;

/** A JSON number with its spelling: as in DRF, a number in a text field becomes that text. */
record JsonNumber(String text, boolean isInteger) {}
