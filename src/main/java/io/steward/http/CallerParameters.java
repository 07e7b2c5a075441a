package io.steward.http;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.util.function.Function;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.model.Parameter;
import org.glassfish.jersey.server.spi.internal.ValueParamProvider;
import org.jspecify.annotations.Nullable;

/**
 * Passes the security context of a request to resource methods. Jersey would create a proxy through
 * HK2 for every request, which costs more than verifying the token.
 */
final class CallerParameters implements ValueParamProvider {

  @Override
  public @Nullable Function<ContainerRequest, ?> getValueProvider(Parameter parameter) {
    return parameter.getRawType() == SecurityContext.class
            && parameter.isAnnotationPresent(Context.class)
        ? ContainerRequest::getSecurityContext
        : null;
  }

  @Override
  public PriorityType getPriority() {
    return Priority.HIGH;
  }
}
