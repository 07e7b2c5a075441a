/**
 * Owns the sources of settings: JNDI, system properties, the environment, the init-params of a
 * filter and the settings file. Each value keeps its source for messages; secrets are masked.
 */
@NullMarked
package io.steward.settings.source;

import org.jspecify.annotations.NullMarked;
