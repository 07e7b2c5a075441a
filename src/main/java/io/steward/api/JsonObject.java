package io.steward.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object that was read: its members in their order, each named once. */
record JsonObject(Map<String, @Nullable Object> members) {}
