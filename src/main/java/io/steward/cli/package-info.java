/**
 * Steward as a program: how {@code java -jar} starts it, its own Tomcat, and one class per command.
 * In a container none of this is used but {@code WEB-INF}; what the server does is in {@code
 * io.steward}. Prompts and messages of the account commands are Django's.
 */
@NullMarked
package io.steward.cli;

import org.jspecify.annotations.NullMarked;
