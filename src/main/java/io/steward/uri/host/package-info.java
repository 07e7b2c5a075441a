/**
 * Owns the only accepted spelling of host names, and of internationalised domain names (UTS #46).
 */
@NullMarked
package io.steward.uri.host;

import org.jspecify.annotations.NullMarked;
