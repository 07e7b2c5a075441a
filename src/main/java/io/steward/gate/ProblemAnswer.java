package io.steward.gate;

import io.steward.api.json.Json;
import io.steward.filter.RefusalHeaders;
import io.steward.html.ErrorPages;
import io.steward.html.Html;
import io.steward.html.HtmlPage;
import io.steward.html.Layout;
import io.steward.log.Log;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A refusal as a response (status, headers, body) and as a log line. */
public final class ProblemAnswer {
  /** These paths always answer with problems, whatever {@code Accept} says. */
  private static final List<String> API =
      List.of("/user/", "/admin/api/", "/oauth2/", "/revocations", "/.well-known/", "/health/");

  /** The pages of these paths appear on the hosts of portals. */
  private static final List<String> PORTALS = List.of("/authz/", "/.steward/");

  private static final Log LOG = Log.of("io.steward.gate");

  private final ProblemException refusal;
  private final String scheme;
  private final String requestId;

  public ProblemAnswer(ProblemException refusal, String scheme, String requestId) {
    this.refusal = refusal;
    this.scheme = scheme;
    this.requestId = requestId;
  }

  /** Logs the request's id. Caller and path are not logged, because they may be personal data. */
  public void log() {
    String line = "request " + requestId + ": " + status() + " " + refusal.type();
    if (refusal.type() == ProblemType.INTERNAL_ERROR) {
      LOG.error(line, refusal.getCause());
    } else if (status() >= 500) {
      // In an outage every request fails. A stack trace for each would hide the first message.
      LOG.warning(line);
    } else {
      LOG.info(line);
    }
  }

  public int status() {
    return refusal.type().status();
  }

  public Map<String, String> headers() {
    return RefusalHeaders.of(refusal, scheme);
  }

  public byte[] body() {
    return Json.write(refusal.body(requestId));
  }

  /**
   * The page for people; empty if the sender asks for a problem, or calls an endpoint of the API.
   */
  public Optional<HtmlPage> page(Html html, HttpServletRequest request) {
    if (!ErrorPages.areWanted(request.getHeader("Accept")) || isIn(API, request)) {
      return Optional.empty();
    }
    Layout layout = isIn(PORTALS, request) ? html.layoutOfPortal(request) : html.layout(request);
    return Optional.of(ErrorPages.of(layout, refusal, requestId));
  }

  private static boolean isIn(List<String> folders, HttpServletRequest request) {
    String path = request.getRequestURI();
    String context = request.getContextPath();
    return folders.stream().anyMatch(folder -> path.startsWith(context + folder));
  }

  /** Sends a page or a problem, as the sender prefers. */
  public void send(Html html, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<HtmlPage> page = page(html, request);
    if (page.isEmpty()) {
      send(response);
      return;
    }
    log();
    headers().forEach(response::setHeader);
    html.send(page.get(), response);
  }

  /** Sends a problem. */
  public void send(HttpServletResponse response) throws IOException {
    log();
    response.setStatus(status());
    headers().forEach(response::setHeader);
    byte[] body = body();
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
