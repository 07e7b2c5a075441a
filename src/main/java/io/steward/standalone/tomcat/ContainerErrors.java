package io.steward.standalone.tomcat;

import io.steward.gate.SecurityHeaders;
import io.steward.origin.RequestId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's responses to requests that do not reach Steward (a bad request line, an oversized
 * header): problems (RFC 9457) that do not reveal the version, the message or the stack trace.
 */
public final class ContainerErrors extends ErrorReportValve {
  private static final Map<Integer, String> TITLES =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(408, "Request Timeout"),
          Map.entry(411, "Length Required"),
          Map.entry(413, "Content Too Large"),
          Map.entry(414, "URI Too Long"),
          Map.entry(417, "Expectation Failed"),
          Map.entry(431, "Request Header Fields Too Large"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(501, "Not Implemented"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(505, "HTTP Version Not Supported"));

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    String title = TITLES.getOrDefault(status, status < 500 ? "Bad Request" : "Server Error");
    String id = RequestId.next();
    byte[] body =
        String.format(
                Locale.ROOT,
                """
        {"type":"about:blank","title":"%s","status":%d,"detail":"The server refused the request.",\
        "instance":"%s"}""",
                title,
                status,
                id)
            .getBytes(StandardCharsets.UTF_8);
    try {
      SecurityHeaders.set(request, response, id);
      response.setContentType("application/problem+json");
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
      response.finishResponse();
    } catch (IOException | IllegalStateException e) {
      container.getLogger().debug("The client did not wait for its error", e);
    }
  }
}
