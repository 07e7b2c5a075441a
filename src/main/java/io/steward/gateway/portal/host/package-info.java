/**
 * Owns the paths below {@code /.steward/}, which a proxy sends to Steward on the hosts of portals
 * on other domains. Browsers do not send Steward's own cookies there, so a code hands the session
 * over.
 */
@NullMarked
package io.steward.gateway.portal.host;

import org.jspecify.annotations.NullMarked;
