package io.steward.http;

import io.steward.client.Forwarding;
import io.steward.filter.BearerAuthentication;
import io.steward.oauth.ClientAuthentication;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;

/** The HTTP API: its resources, the gate before them and the Jersey application around them. */
public final class Api {
  // Nothing may be found by scanning: what is found differs from server to server.
  // Nor need anything be held back: whoever writes a body knows its length, and says it first.
  private static final Map<String, Object> PROPERTIES =
      Map.of(
          "jersey.config.disableAutoDiscovery", true,
          "jersey.config.disableJsonBinding", true,
          "jersey.config.disableJsonProcessing", true,
          "jersey.config.disableMoxyJson", true,
          "jersey.config.disableDefaultProvider", "ALL",
          "jersey.config.server.wadl.disableWadl", true,
          "jersey.config.server.contentLength.buffer", 0,
          "jersey.config.server.response.setStatusOverSendError", true);

  private final List<Object> resources;
  private final Gate gate;

  /** Puts resources behind a gate. */
  public Api(
      List<?> resources,
      Forwarding forwarding,
      BearerAuthentication bearers,
      ClientAuthentication clients) {
    this.resources = new ArrayList<>(resources);
    this.resources.add(new HealthResource());
    this.gate = new Gate(forwarding, new Routes(this.resources), bearers, clients);
  }

  public Gate gate() {
    return gate;
  }

  /** The Jersey application, which answers only what came through the gate. */
  public ResourceConfig application() {
    ResourceConfig application =
        new ResourceConfig()
            .addProperties(PROPERTIES)
            .register(new SecondLock(gate))
            .register(new Problems(gate.scheme()), 1)
            .register(new InputReader(), 1)
            .register(new JsonWriter(), 1);
    resources.forEach(resource -> application.registerResources(model(resource)));
    return application;
  }

  /** What the annotations say, answered by this very instance; registered as is, Jersey warns. */
  private static Resource model(Object resource) {
    Resource annotated = Resource.from(resource.getClass());
    Resource.Builder model = Resource.builder(annotated.getPath());
    for (ResourceMethod method : annotated.getResourceMethods()) {
      model.addMethod(method).handledBy(resource, method.getInvocable().getHandlingMethod());
    }
    return model.build();
  }
}
