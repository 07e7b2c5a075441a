package io.steward.benchmark;

import io.steward.access.Authenticated;
import io.steward.gate.Gate;
import io.steward.gate.GateFilter;
import io.steward.gate.SecurityHeaders;
import io.steward.http.Api;
import io.steward.origin.RequestId;
import io.steward.testing.TestGate;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/**
 * Serves the same few bytes at three paths. {@code /locked/static} is behind the filter, as in
 * production. {@code /open/static} has no filter, but the same headers. {@code /bare/static} has
 * neither. The differences show what the filter and the headers cost.
 */
public final class StaticServer {
  private StaticServer() {}

  /** Gives the filter its list of routes. It is never called, since Jersey does not run here. */
  @Path("static")
  public static final class StaticResource {
    @GET
    @Authenticated
    public void read() {}
  }

  private static final class StaticServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final byte[] BODY = "0123456789".repeat(10).getBytes(StandardCharsets.UTF_8);

    private final boolean hasHeaders;

    StaticServlet(boolean hasHeaders) {
      this.hasHeaders = hasHeaders;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      if (hasHeaders) {
        SecurityHeaders.set(request, response, RequestId.next());
        response.setHeader("Allow", "GET, HEAD");
      }
      response.setContentType("text/plain");
      response.setContentLength(BODY.length);
      response.getOutputStream().write(BODY);
    }
  }

  /** Prints the port and a token. The first argument is the working folder. */
  public static void main(String[] args) throws LifecycleException {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(args[0]);
    Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("maxKeepAliveRequests", "100000");
    tomcat.setConnector(connector);
    context(tomcat, "/bare", false);
    context(tomcat, "/open", true);
    lock(context(tomcat, "/locked", false));
    tomcat.start();
    System.out.println(connector.getLocalPort() + " " + SampleTokens.issue(1)[0]);
    tomcat.getServer().await();
  }

  private static Context context(Tomcat tomcat, String path, boolean hasHeaders) {
    Context context = tomcat.addContext(path, null);
    Tomcat.addServlet(context, "static", new StaticServlet(hasHeaders)).addMapping("/static");
    return context;
  }

  private static void lock(Context context) {
    Api api =
        new Api(
            List.of(new StaticResource()),
            Optional.empty(),
            routes -> TestGate.of(routes, SampleTokens.SETTINGS));
    context.getServletContext().setAttribute(Gate.ATTRIBUTE, api.gate());
    FilterDef filter = new FilterDef();
    filter.setFilterName("token");
    filter.setFilterClass(GateFilter.class.getName());
    context.addFilterDef(filter);
    FilterMap everything = new FilterMap();
    everything.setFilterName("token");
    everything.addURLPattern("/*");
    context.addFilterMap(everything);
  }
}
