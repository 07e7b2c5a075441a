/**
 * Files that an operator keeps and running nodes read: written whole or not at all, for their
 * owner's eyes only, and looked at again when they change. What stands in them is their readers'
 * matter.
 */
@NullMarked
package io.steward.file;

import org.jspecify.annotations.NullMarked;
