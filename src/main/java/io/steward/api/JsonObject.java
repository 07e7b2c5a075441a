package io.steward.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A parsed JSON object: its members in order, without repeated names. */
record JsonObject(Map<String, @Nullable Object> members) {}
