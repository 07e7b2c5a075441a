/**
 * Owns the fields of request and response bodies, and parses forms. Fields are checked like those
 * of DRF's serializers, with the same error messages. JSON is left to {@code api.json}, endpoints
 * and transport to other packages.
 */
@NullMarked
package io.steward.api;

import org.jspecify.annotations.NullMarked;
