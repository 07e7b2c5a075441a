package io.steward.http;

import io.steward.access.Administrative;
import io.steward.api.Query;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.lang.reflect.Method;
import java.util.List;

/**
 * Refuses unknown parameters where an administrator changes something. Otherwise, an endpoint
 * without {@code dry_run} would ignore that parameter and make the change.
 */
final class StrictQuery implements DynamicFeature {

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    Method method = resource.getResourceMethod();
    Administrative access = method.getAnnotation(Administrative.class);
    if (access != null
        && !method.isAnnotationPresent(GET.class)
        && !method.isAnnotationPresent(OPTIONS.class)) {
      context.register(new Only(List.of(access.parameters())));
    }
  }

  private record Only(List<String> known) implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
      new Query(request.getUriInfo().getRequestUri().getRawQuery()).demandOnly(known);
    }
  }
}
