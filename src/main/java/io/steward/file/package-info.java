/**
 * Owns files that an operator keeps and running nodes read: written atomically, with access for
 * their owner only, and reloaded when they change. Parsing is left to the packages that read them.
 */
@NullMarked
package io.steward.file;

import org.jspecify.annotations.NullMarked;
