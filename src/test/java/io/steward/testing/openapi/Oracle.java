package io.steward.testing.openapi;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds what clients see against the description of the API: status, content type, headers and
 * members of every answer, and the parameters and members of every request that succeeds. A request
 * or a line of one that is refused may be wrong on purpose, so only its answer is checked.
 */
public final class Oracle {
  /** Other paths may belong to an application that a test runs beside Steward. */
  private static final Pattern OWN =
      Pattern.compile("/(user|admin/api|oauth2|authz|health|revocations|\\.well-known)(/.*)?");

  private static final Set<Integer> OF_NO_OPERATION =
      Set.of(400, 401, 403, 404, 405, 408, 413, 503);

  /** As in DRF, a number counts as its text. */
  private static final Pattern NUMBER =
      Pattern.compile(".*Value is \\[(integer|number)] but should be \\[string].*");

  /** Other paths ignore parameters that they do not know, as DRF does. */
  private static final Pattern STRICT = Pattern.compile("/admin/api/.*");

  private static final String LINES = "application/x-ndjson";
  private static final String FORM = "application/x-www-form-urlencoded";

  private final OpenApi description;
  private final Exchange exchange;
  private final List<String> faults = new ArrayList<>();

  private Oracle(OpenApi description, Exchange exchange) {
    this.description = description;
    this.exchange = exchange;
  }

  /** Fails if the exchange is not as the description says. */
  public static void check(Exchange exchange) {
    List<String> faults = faults(exchange);
    if (!faults.isEmpty()) {
      throw new AssertionError(
          "not as webapp/openapi.yaml says: " + String.join("; ", faults) + "\n" + exchange);
    }
  }

  /** What the description does not say. */
  static List<String> faults(Exchange exchange) {
    Oracle oracle = new Oracle(OpenApi.steward(), exchange);
    // Answers of containers, proxies and protected applications lack this header.
    boolean isAnswered = !exchange.header().apply("Referrer-Policy").isEmpty();
    if (!exchange.isPreflight() && isAnswered) {
      oracle.examine();
    } else if (!exchange.isPreflight() && exchange.isOwn()) {
      oracle.faults.add("no header Referrer-Policy");
    }
    return oracle.faults;
  }

  private void examine() {
    Optional<Operation> operation = description.operation(exchange.method(), exchange.path());
    if (operation.isEmpty()) {
      examineUnknown();
      return;
    }
    Optional<Map<?, ?>> answer = operation.get().answer(exchange.status());
    if (answer.isEmpty()) {
      faults.add("undocumented status " + exchange.status());
      return;
    }
    examineHeaders(answer.get());
    examineBody(answer.get());
    if (exchange.isSuccess()) {
      examineRequest(operation.get());
    }
  }

  private void examineUnknown() {
    boolean isOwn = OWN.matcher(exchange.path()).matches() || description.hasPath(exchange.path());
    if (isOwn && !OF_NO_OPERATION.contains(exchange.status())) {
      faults.add("undocumented path or method");
    }
  }

  private void examineHeaders(Map<?, ?> answer) {
    if (answer.get("headers") instanceof Map<?, ?> headers) {
      headers.forEach(
          (name, node) -> {
            boolean isRequired = Boolean.TRUE.equals(((Map<?, ?>) node).get("required"));
            if (isRequired && exchange.header().apply((String) name).isEmpty()) {
              faults.add("no header " + name);
            }
          });
    }
  }

  private void examineBody(Map<?, ?> answer) {
    String type = essence(exchange.header().apply("Content-Type"));
    if (!(answer.get("content") instanceof Map<?, ?> contents)) {
      if (!exchange.received().isEmpty()) {
        faults.add("undocumented body");
      }
      return;
    }
    if (!(contents.get(type) instanceof Map<?, ?> content)) {
      faults.add("undocumented content type \"" + type + "\"");
      return;
    }
    Object schema = content.get("schema");
    if (schema != null && !exchange.method().equals("HEAD")) {
      values(type, exchange.received())
          .forEach(value -> faults.addAll(description.faultsOfAnswer(schema, value)));
    }
  }

  private void examineRequest(Operation operation) {
    examineParameters(operation);
    String type = essence(exchange.type());
    if (exchange.sent().isEmpty() || operation.bodies().isEmpty()) {
      return;
    }
    if (!(operation.bodies().get(type) instanceof Map<?, ?> content)) {
      faults.add("undocumented content type of the request \"" + type + "\"");
      return;
    }
    Object schema = content.get("schema");
    if (schema != null && (type.endsWith("/json") || type.endsWith("+json"))) {
      addRequest(description.faultsOfRequest(schema, json(exchange.sent())));
    } else if (schema != null && type.equals(FORM)) {
      addRequest(description.faultsOfRequest(schema, form(exchange.sent())));
    } else if (schema != null && type.equals(LINES)) {
      examineLines(schema);
    }
  }

  private void examineParameters(Operation operation) {
    Map<String, Object> schemas = operation.parameters();
    for (Exchange.Parameter parameter : exchange.parameters()) {
      Object schema = schemas.get(parameter.name());
      if (schema != null) {
        description.faultsOfParameter(schema, parameter.value()).stream()
            .map(fault -> "request: parameter " + parameter.name() + fault)
            .forEach(faults::add);
      } else if (STRICT.matcher(exchange.path()).matches()) {
        faults.add("request: undocumented parameter " + parameter.name());
      }
    }
  }

  /** Examines the lines that succeeded, which the results name by their numbers. */
  private void examineLines(Object schema) {
    List<String> lines = exchange.sent().lines().toList();
    values(LINES, exchange.received())
        .filter(result -> result instanceof Map<?, ?> members && isDone(members))
        .map(result -> ((Number) ((Map<?, ?>) result).get("line")).intValue())
        .forEach(
            number -> addRequest(description.faultsOfRequest(schema, json(lines.get(number - 1)))));
  }

  private static boolean isDone(Map<?, ?> result) {
    return result.get("status") instanceof Number status && status.intValue() / 100 == 2;
  }

  private void addRequest(List<String> found) {
    found.stream()
        .filter(fault -> !(exchange.path().startsWith("/user/") && NUMBER.matcher(fault).matches()))
        .map(fault -> "request: " + fault)
        .forEach(faults::add);
  }

  private static String essence(String type) {
    return type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
  }

  /** JSON lines have one value a line; other types are one text. */
  private static Stream<@Nullable Object> values(String type, String body) {
    return switch (type) {
      case LINES -> body.lines().map(Oracle::json);
      case "application/json", "application/problem+json" -> Stream.of(body).map(Oracle::json);
      default -> Stream.of(body);
    };
  }

  private static @Nullable Object json(String text) {
    try {
      return JsonTree.parse(text);
    } catch (IOException e) {
      return "not JSON: " + e.getMessage();
    }
  }

  private static Map<String, Object> form(String text) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      String value = URLDecoder.decode(parts.length > 1 ? parts[1] : "", StandardCharsets.UTF_8);
      members.put(
          URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
          value.matches("true|false") ? (Object) Boolean.valueOf(value) : value);
    }
    return members;
  }
}
