/**
 * Owns the sources of settings: JNDI, system properties, the environment, the init-params of a
 * filter and the settings file. Each value remembers its source, so that messages can name it.
 * Messages do not show secrets.
 */
@NullMarked
package io.steward.settings.source;

import org.jspecify.annotations.NullMarked;
