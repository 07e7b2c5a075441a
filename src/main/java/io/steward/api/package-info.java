/**
 * Owns the fields of request and response bodies: forms, lists and cursors. Fields follow DRF's
 * serializers, with their texts. JSON is left to {@code api.json}, endpoints and transport to other
 * packages.
 */
@NullMarked
package io.steward.api;

import org.jspecify.annotations.NullMarked;
