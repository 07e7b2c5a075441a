/**
 * Owns request and response bodies: fields, forms and JSON. Fields follow DRF's serializers, with
 * their texts. JSON follows RFC 8259 strictly: one object, no repeated member, no lone surrogate.
 * Endpoints and transport are left to other packages.
 */
@NullMarked
package io.steward.api;

import org.jspecify.annotations.NullMarked;
