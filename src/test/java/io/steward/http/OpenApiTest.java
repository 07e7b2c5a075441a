package io.steward.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.access.Access;
import io.steward.gate.Route;
import io.steward.gateway.ProxyEndpoint;
import io.steward.problem.ProblemType;
import io.steward.testing.openapi.OpenApi;
import io.steward.testing.openapi.Operation;
import jakarta.ws.rs.HttpMethod;
import java.io.File;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares {@code openapi.yaml} with the program. */
final class OpenApiTest {
  /** Writes an access as the description does. */
  private record Written() implements Access.Cases<String> {
    @Override
    public String anyone() {
      return "anyone";
    }

    @Override
    public String proxy() {
      return "proxy";
    }

    @Override
    public String bearer() {
      return "bearer";
    }

    @Override
    public String bearerOrScript() {
      return bearer();
    }

    @Override
    public String session() {
      return "browser";
    }

    @Override
    public String client() {
      return "client";
    }

    @Override
    public String administrator(String permission) {
      return "bearer with \"" + permission + '"';
    }
  }

  /** Anyone may call an endpoint that reads a token only if there is one. */
  private static String written(Operation operation) {
    if (operation.isOpen()) {
      return operation.path().startsWith("/authz/") ? "proxy" : "anyone";
    }
    String schemes = String.join(" or ", operation.schemes());
    return operation
        .permission()
        .map(permission -> schemes + " with \"" + permission + '"')
        .orElse(schemes);
  }

  private static String plain(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static List<Class<?>> resources() throws Exception {
    Path classes = Path.of(Api.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Class<?>> resources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith("Resource.class")).toList()) {
        String name = classes.relativize(file).toString().replace(File.separatorChar, '.');
        resources.add(Class.forName(name.substring(0, name.length() - ".class".length())));
      }
    }
    return resources;
  }

  private static List<String> served() throws Exception {
    List<String> lines = new ArrayList<>();
    for (PageFile file : PageFile.values()) {
      lines.add("GET " + file.route().path() + " anyone");
    }
    for (ProxyEndpoint endpoint : ProxyEndpoint.values()) {
      lines.add("GET " + endpoint.path() + " proxy");
    }
    resources().forEach(resource -> lines.addAll(endpoints(resource)));
    return lines;
  }

  private static List<String> endpoints(Class<?> resource) {
    String path = "/" + resource.getAnnotation(jakarta.ws.rs.Path.class).value();
    return Arrays.stream(resource.getDeclaredMethods())
        .filter(Route::isEndpoint)
        .map(method -> verb(method) + " " + path + " " + Access.of(method).by(new Written()))
        .toList();
  }

  private static String verb(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(found -> found.annotationType().getAnnotation(HttpMethod.class))
        .filter(found -> found != null)
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void every_endpoint_is_described_with_its_access_and_nothing_else_is() throws Exception {
    List<String> described =
        OpenApi.steward().operations().stream()
            .map(
                operation ->
                    operation.method() + " " + plain(operation.path()) + " " + written(operation))
            .toList();
    assertThat(new TreeSet<>(described)).isEqualTo(new TreeSet<>(served()));
  }

  @Test
  void every_kind_of_problem_is_described() {
    assertThat(OpenApi.steward().known("Problem", "type"))
        .isEqualTo(Arrays.stream(ProblemType.values()).map(ProblemType::uri).toList());
  }

  @Test
  void operations_have_names_of_their_own() {
    assertThat(OpenApi.steward().operations())
        .extracting(operation -> operation.node().get("operationId"))
        .doesNotContainNull()
        .doesNotHaveDuplicates();
  }
}
