package io.steward.api;

/** A JSON number as it was written, since a number where a text is due is taken as that text. */
record JsonNumber(String text, boolean isInteger) {}
