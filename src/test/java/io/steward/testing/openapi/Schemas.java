package io.steward.testing.openapi;

import dev.harrel.jsonschema.JsonNodeFactory;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of the description, compiled. For clients, an object may have members that the
 * description does not name, because a later version may add some. Here every member must be named,
 * unless the schema allows more itself.
 */
final class Schemas {
  private static final JsonNodeFactory NODES = new JsonTree.Factory();
  private static final String TIME = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$";

  private final boolean isClosed;
  private final String base;
  private final Validator validator =
      new ValidatorFactory().withJsonNodeFactory(NODES).createValidator();
  private final IdentityHashMap<Object, URI> addresses = new IdentityHashMap<>();

  /**
   * Compiles schemas.
   *
   * @param components the schemas that others refer to
   * @param schemas all other schemas that will be asked for
   * @param isClosed whether objects have only the members that their schema names
   */
  Schemas(Map<String, Object> components, List<Object> schemas, boolean isClosed) {
    this.isClosed = isClosed;
    this.base = "urn:steward:" + (isClosed ? "closed" : "open");
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    components.forEach((name, schema) -> all.put(name, compiled(schema)));
    for (Object schema : schemas) {
      String name = "inline" + all.size();
      all.put(name, compiled(schema));
      addresses.put(schema, URI.create(base + "#/$defs/" + name));
    }
    validator.registerSchema(URI.create(base), NODES.wrap(Map.of("$defs", all)));
  }

  private @Nullable Object compiled(@Nullable Object schema) {
    if (schema instanceof List<?> items) {
      List<@Nullable Object> copies = new ArrayList<>();
      items.forEach(item -> copies.add(compiled(item)));
      return copies;
    }
    if (!(schema instanceof Map<?, ?> members)) {
      return schema;
    }
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    members.forEach((name, value) -> copy.put((String) name, compiled(value)));
    if (copy.get("$ref") instanceof String reference) {
      copy.put("$ref", reference.replace("#/components/schemas/", "#/$defs/"));
    }
    if (isClosed && copy.get("properties") instanceof Map && copy.get("type") instanceof String) {
      copy.putIfAbsent("additionalProperties", false);
    }
    if (copy.containsKey("x-known")) {
      copy.put("enum", copy.get("x-known"));
    }
    if ("date-time".equals(copy.get("format"))) {
      copy.put("pattern", TIME);
    }
    return copy;
  }

  /** What is wrong with a value. */
  synchronized List<String> faults(Object schema, @Nullable Object value) {
    URI address = addresses.get(schema);
    if (address == null) {
      throw new IllegalArgumentException("unknown schema " + schema);
    }
    Validator.Result result = validator.validate(address, NODES.wrap(value));
    return result.getErrors().stream()
        .map(error -> error.getInstanceLocation() + ": " + error.getError())
        .toList();
  }
}
