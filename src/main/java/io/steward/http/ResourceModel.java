package io.steward.http;

import io.steward.access.Access;
import io.steward.gate.Route;
import jakarta.ws.rs.Path;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;

/**
 * A resource, both as a model for Jersey and as a route for the gate. Refuses a resource that a
 * route cannot express, because the gate would answer 404 or enforce the wrong access.
 */
final class ResourceModel {
  private final Resource jersey;
  private final Route route;

  /**
   * Models a resource, which may be {@link Placed}.
   *
   * @throws IllegalArgumentException if a route cannot express the resource
   */
  ResourceModel(Object resource) {
    Object instance = resource instanceof Placed placed ? placed.resource() : resource;
    Class<?> type = instance.getClass();
    String path = path(resource, type);
    Resource annotated = Resource.from(type);
    String below = path.isEmpty() ? "" : "/" + path;
    this.route = route(type, below, annotated);
    this.jersey = handledBy(path, instance, annotated);
  }

  private static String path(Object resource, Class<?> type) {
    Path annotation = type.getAnnotation(Path.class);
    if (resource instanceof Placed placed) {
      if (annotation != null) {
        throw Route.refused(type, placed.path(), "the class has a @Path already");
      }
      return placed.path();
    }
    if (annotation == null) {
      throw Route.refused(type, "", "the class needs @Path");
    }
    return annotation.value();
  }

  private static Route route(Class<?> type, String path, Resource annotated) {
    if (!annotated.getChildResources().isEmpty() || annotated.getResourceLocator() != null) {
      throw Route.refused(type, path, "methods must not have @Path; write one class for each path");
    }
    Arrays.stream(type.getDeclaredMethods())
        .filter(method -> !Modifier.isPublic(method.getModifiers()) && Route.isEndpoint(method))
        .findAny()
        .ifPresent(
            method -> {
              throw Route.refused(type, path, "the method " + method.getName() + " must be public");
            });
    Map<String, Access> methods = new HashMap<>();
    for (ResourceMethod method : annotated.getResourceMethods()) {
      Access access = access(type, path, method);
      Access other = methods.putIfAbsent(method.getHttpMethod(), access);
      // Two methods may read two media types, but the gate knows only one access.
      if (other != null && !other.equals(access)) {
        throw Route.refused(type, path, "two accesses for " + method.getHttpMethod());
      }
    }
    return new Route(type, path, methods);
  }

  private static Access access(Class<?> type, String path, ResourceMethod method) {
    try {
      return Access.of(method.getInvocable().getHandlingMethod());
    } catch (IllegalArgumentException e) {
      throw Route.refused(type, path, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Sets the instance as the handler, because Jersey logs a warning if an instance is registered
   * directly.
   */
  private static Resource handledBy(String path, Object resource, Resource annotated) {
    Resource.Builder model = Resource.builder(path);
    for (ResourceMethod method : annotated.getResourceMethods()) {
      model.addMethod(method).handledBy(resource, method.getInvocable().getHandlingMethod());
    }
    return model.build();
  }

  Resource jersey() {
    return jersey;
  }

  Route route() {
    return route;
  }
}
