package io.steward.pages;

import java.util.function.Consumer;

/**
 * A page in one of its states.
 *
 * @param name names the pictures
 * @param way leads a window without cookies there
 */
record Scene(String name, Consumer<Window> way) {}
