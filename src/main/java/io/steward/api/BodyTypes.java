package io.steward.api;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Produces;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The media types of the bodies of a resource, as its annotations declare them. */
public final class BodyTypes {
  /** The types for an {@link Input} if the method declares none. */
  static final List<String> STANDARD = List.of(MediaTypes.JSON, MediaTypes.FORM);

  private BodyTypes() {}

  /** The types that a method such as {@code POST} reads; empty if it reads no body. */
  public static List<String> read(Class<?> resource, String verb) {
    return read(methods(resource).filter(method -> hasVerb(method, verb)));
  }

  /** The types that a resource reads. */
  static List<String> read(Class<?> resource) {
    return read(methods(resource));
  }

  private static List<String> read(Stream<Method> methods) {
    return sorted(methods.flatMap(BodyTypes::read));
  }

  private static Stream<String> read(Method method) {
    Consumes declared = method.getAnnotation(Consumes.class);
    if (declared != null) {
      return Arrays.stream(declared.value());
    }
    return List.of(method.getParameterTypes()).contains(Input.class)
        ? STANDARD.stream()
        : Stream.empty();
  }

  /** The types that a resource writes. */
  static List<String> written(Class<?> resource) {
    return sorted(
        Stream.concat(
            written(resource.getAnnotation(Produces.class)),
            methods(resource).flatMap(method -> written(method.getAnnotation(Produces.class)))));
  }

  private static Stream<String> written(@Nullable Produces declared) {
    return declared == null ? Stream.empty() : Arrays.stream(declared.value());
  }

  private static Stream<Method> methods(Class<?> resource) {
    return Arrays.stream(resource.getDeclaredMethods());
  }

  private static boolean hasVerb(Method method, String verb) {
    return Arrays.stream(method.getAnnotations())
        .map(found -> found.annotationType().getAnnotation(HttpMethod.class))
        .anyMatch(found -> found != null && found.value().equals(verb));
  }

  private static List<String> sorted(Stream<String> types) {
    return types.distinct().sorted().toList();
  }
}
