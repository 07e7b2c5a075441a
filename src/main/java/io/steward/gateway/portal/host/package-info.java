/**
 * Owns the paths below {@code /.steward/}, which a proxy sends to Steward on the hosts of portals
 * on other domains. Steward's own cookies do not exist there, so a browser carries a code.
 */
@NullMarked
package io.steward.gateway.portal.host;

import org.jspecify.annotations.NullMarked;
