package io.steward.testing.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The description of the API in {@code webapp/openapi.yaml}. */
public final class OpenApi {
  private static final Set<String> METHODS =
      Set.of("get", "post", "put", "patch", "delete", "options");
  private static final OpenApi STEWARD = new OpenApi(Path.of("webapp/openapi.yaml"));

  private final Map<String, Object> document;
  private final List<Operation> operations = new ArrayList<>();
  private final Schemas closed;
  private final Schemas open;

  private OpenApi(Path file) {
    this.document = read(file);
    member(document, "paths")
        .forEach(
            (path, item) ->
                ((Map<?, ?>) item).forEach((name, node) -> add(String.valueOf(name), path, node)));
    Map<String, Object> components = member(member(document, "components"), "schemas");
    List<Object> inline = new ArrayList<>();
    operations.forEach(operation -> collect(operation.node(), inline));
    this.closed = new Schemas(components, inline, true);
    this.open = new Schemas(components, inline, false);
  }

  /** The description of this Steward. */
  public static OpenApi steward() {
    return STEWARD;
  }

  private static Map<String, Object> read(Path file) {
    try {
      return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> member(Map<String, Object> object, String name) {
    return (Map<String, Object>) object.get(name);
  }

  @SuppressWarnings("unchecked")
  private void add(String name, String path, Object node) {
    if (METHODS.contains(name)) {
      operations.add(
          new Operation(name.toUpperCase(Locale.ROOT), path, (Map<String, Object>) resolved(node)));
    }
  }

  /** The node without references, except those to schemas. */
  private @Nullable Object resolved(@Nullable Object node) {
    if (node instanceof List<?> items) {
      List<@Nullable Object> copies = new ArrayList<>();
      items.forEach(item -> copies.add(resolved(item)));
      return copies;
    }
    if (!(node instanceof Map<?, ?> members)) {
      return node;
    }
    if (members.get("$ref") instanceof String reference && !reference.contains("/schemas/")) {
      Object target = document;
      for (String segment : reference.substring(2).split("/", -1)) {
        target = ((Map<?, ?>) target).get(segment);
      }
      return resolved(target);
    }
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    members.forEach((name, value) -> copy.put((String) name, resolved(value)));
    return copy;
  }

  /** Collects the schemas that bodies have. */
  private static void collect(@Nullable Object node, List<Object> schemas) {
    if (node instanceof List<?> items) {
      items.forEach(item -> collect(item, schemas));
    } else if (node instanceof Map<?, ?> members) {
      members.forEach(
          (name, value) -> {
            if (name.equals("schema")) {
              schemas.add(value);
            } else {
              collect(value, schemas);
            }
          });
    }
  }

  public List<Operation> operations() {
    return List.copyOf(operations);
  }

  /** The values that a member of a schema has today. */
  public List<?> known(String schema, String name) {
    Map<String, Object> schemas = member(member(document, "components"), "schemas");
    return (List<?>) member(member(member(schemas, schema), "properties"), name).get("x-known");
  }

  /** What each method of a path reads: the parameters of GET, the members of other bodies. */
  public Map<String, Map<String, List<Object>>> reads(String path) {
    Map<String, Map<String, List<Object>>> reads = new TreeMap<>();
    for (Operation operation : operations) {
      Map<String, List<Object>> members =
          operation.method().equals("GET") ? parameters(operation) : properties(operation);
      if (operation.path().equals(path) && !members.isEmpty()) {
        reads.put(operation.method(), members);
      }
    }
    return reads;
  }

  private Map<String, List<Object>> parameters(Operation operation) {
    Map<String, List<Object>> limits = new TreeMap<>();
    if (operation.node().get("parameters") instanceof List<?> parameters) {
      for (Object parameter : parameters) {
        Map<?, ?> members = (Map<?, ?>) parameter;
        if ("query".equals(members.get("in"))) {
          limits.put(String.valueOf(members.get("name")), limits(members.get("schema"), false));
        }
      }
    }
    return limits;
  }

  private Map<String, List<Object>> properties(Operation operation) {
    Map<String, List<Object>> limits = new TreeMap<>();
    if (operation.bodies().get("application/json") instanceof Map<?, ?> body
        && schema(body.get("schema")).get("properties") instanceof Map<?, ?> properties) {
      Object required = schema(body.get("schema")).get("required");
      properties.forEach(
          (name, property) ->
              limits.put(
                  String.valueOf(name),
                  limits(property, required instanceof List<?> names && names.contains(name))));
    }
    return limits;
  }

  /** Whether it is required, and its limits, as OPTIONS names them. */
  private List<Object> limits(@Nullable Object property, boolean isRequired) {
    Map<?, ?> schema = schema(property);
    List<Object> limits = new ArrayList<>(List.of(isRequired));
    for (String name : List.of("maxLength", "minimum", "maximum")) {
      limits.add(Objects.requireNonNullElse(schema.get(name), ""));
    }
    return limits;
  }

  /** A schema without the reference. */
  private Map<?, ?> schema(@Nullable Object node) {
    Map<?, ?> schema = (Map<?, ?>) Objects.requireNonNull(node);
    if (schema.get("$ref") instanceof String reference) {
      String name = reference.substring(reference.lastIndexOf('/') + 1);
      return schema(member(member(document, "components"), "schemas").get(name));
    }
    return schema;
  }

  /** The operation that a request calls. */
  Optional<Operation> operation(String method, String path) {
    String declared = method.equals("HEAD") ? "GET" : method;
    return operations.stream()
        .filter(operation -> operation.method().equals(declared) && operation.matches(path))
        // The path itself comes before one with a placeholder.
        .min(Comparator.comparing(operation -> operation.path().contains("{")));
  }

  boolean hasPath(String path) {
    return operations.stream().anyMatch(operation -> operation.matches(path));
  }

  /** What is wrong with the body of an answer. */
  List<String> faultsOfAnswer(Object schema, @Nullable Object value) {
    return closed.faults(schema, value);
  }

  /** What is wrong with the value of a parameter, which is a text as sent. */
  List<String> faultsOfParameter(Object schema, String text) {
    Object type = schema(schema).get("type");
    boolean isNumber = "integer".equals(type) && text.matches("-?[0-9]+");
    boolean isFlag = "boolean".equals(type) && text.matches("true|false");
    Object plain = isNumber ? new BigDecimal(text) : text;
    return open.faults(schema, isFlag ? Boolean.valueOf(text) : plain);
  }

  /** What is wrong with the body of a request. */
  List<String> faultsOfRequest(Object schema, @Nullable Object value) {
    return open.faults(schema, value);
  }
}
