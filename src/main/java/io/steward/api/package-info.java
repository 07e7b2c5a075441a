/**
 * What every endpoint shares: who may call it, what its request may hold, how JSON is read and
 * written. The rules are those of DRF's serializers, with its texts, and of RFC 8259 read strictly:
 * one object, no member twice, no lone surrogate. It knows no endpoint and no transport.
 */
@NullMarked
package io.steward.api;

import org.jspecify.annotations.NullMarked;
