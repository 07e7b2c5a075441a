package io.steward.http;

import io.steward.access.Access;
import io.steward.gate.Gate;
import io.steward.gate.Route;
import io.steward.gate.Routes;
import io.steward.gate.SecondLock;
import io.steward.gateway.ForwardAuth;
import io.steward.gateway.ProxyEndpoint;
import io.steward.http.body.InputReader;
import io.steward.http.body.JsonWriter;
import io.steward.http.body.StreamWriter;
import io.steward.http.health.HealthResource;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.spi.internal.ValueParamProvider;

/** The HTTP API: its resources, the gate in front of them, and the Jersey application. */
public final class Api {
  // Jersey does not scan for components, because the result would differ between containers.
  // Jersey needs no output buffer, because our writers set the content length themselves.
  // Jersey must not complete a Location with the request's host, which the sender chooses.
  private static final Map<String, Object> PROPERTIES =
      Map.of(
          "jersey.config.disableAutoDiscovery", true,
          "jersey.config.disableJsonBinding", true,
          "jersey.config.disableJsonProcessing", true,
          "jersey.config.disableMoxyJson", true,
          "jersey.config.disableDefaultProvider", "ALL",
          "jersey.config.server.wadl.disableWadl", true,
          "jersey.config.server.contentLength.buffer", 0,
          "jersey.config.server.headers.location.relative.resolution.disabled", true,
          "jersey.config.server.response.setStatusOverSendError", true);

  private final List<ResourceModel> resources = new ArrayList<>();
  private final Map<ProxyEndpoint, ForwardAuthServlet> endpoints =
      new EnumMap<>(ProxyEndpoint.class);
  private final Gate gate;

  /**
   * Puts all endpoints behind a gate.
   *
   * @param forwardAuth answers the proxy endpoints; empty without a rules file
   * @param gate builds the gate for the routes of all endpoints
   * @throws IllegalArgumentException if the gate cannot enforce the access that a resource declares
   */
  public Api(List<?> resources, Optional<ForwardAuth> forwardAuth, Function<Routes, Gate> gate) {
    resources.forEach(resource -> this.resources.add(new ResourceModel(resource)));
    this.resources.add(new ResourceModel(new HealthResource()));
    forwardAuth.ifPresent(
        decision -> {
          for (ProxyEndpoint endpoint : ProxyEndpoint.values()) {
            endpoints.put(endpoint, new ForwardAuthServlet(decision, endpoint));
          }
        });
    this.gate = gate.apply(new Routes(routes()));
  }

  private List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (PageFile file : PageFile.values()) {
      routes.add(file.route());
    }
    for (ProxyEndpoint endpoint : endpoints.keySet()) {
      routes.add(Route.reading(ForwardAuthServlet.class, endpoint.path(), new Access.Proxy()));
    }
    resources.forEach(model -> routes.add(model.route()));
    return routes;
  }

  public Gate gate() {
    return gate;
  }

  /** Registers the API in a container. */
  public void mount(ServletContext context) {
    context.setAttribute(Gate.ATTRIBUTE, gate);
    ServletRegistration.Dynamic jersey =
        context.addServlet("steward", new ApiServlet(application()));
    jersey.addMapping("/*");
    jersey.setAsyncSupported(true);
    jersey.setLoadOnStartup(1);
    endpoints.forEach(
        (endpoint, servlet) -> {
          ServletRegistration.Dynamic added = context.addServlet(endpoint.path(), servlet);
          added.addMapping(endpoint.path(), endpoint.path() + "/");
          added.setAsyncSupported(true);
        });
  }

  /** The Jersey application, which serves only requests that passed the gate. */
  private ResourceConfig application() {
    ResourceConfig application =
        new ResourceConfig()
            .addProperties(PROPERTIES)
            .register(new SecondLock(gate))
            .register(new StrictQuery())
            .register(new Problems(gate), 2)
            .register(new Pages(gate.html()), 1)
            .register(new InputReader(), 1)
            .register(new JsonWriter(), 1)
            .register(new StreamWriter(), 1)
            .register(
                new AbstractBinder() {
                  @Override
                  protected void configure() {
                    bind(new CallerParameters()).to(ValueParamProvider.class);
                  }
                });
    resources.forEach(model -> application.registerResources(model.jersey()));
    return application;
  }
}
