/**
 * Owns the handling of files that an operator maintains and running nodes read, such as keys and
 * settings. Files are written atomically, only their owner can access them, and nodes reload them
 * when they change. Parsing is left to the packages that use the files.
 */
@NullMarked
package io.steward.file;

import org.jspecify.annotations.NullMarked;
