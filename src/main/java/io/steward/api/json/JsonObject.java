package io.steward.api.json;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A parsed JSON object: its members in order, without repeated names. */
public record JsonObject(Map<String, @Nullable Object> members) {}
