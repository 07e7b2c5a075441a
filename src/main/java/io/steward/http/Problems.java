package io.steward.http;

import io.steward.api.MediaTypes;
import io.steward.background.OutOfMemory;
import io.steward.gate.Gate;
import io.steward.gate.ProblemAnswer;
import io.steward.gate.Route;
import io.steward.html.HtmlPage;
import io.steward.origin.RequestId;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.glassfish.jersey.message.internal.HeaderValueException;

/** Turns every exception into a problem response. */
final class Problems implements ExceptionMapper<Throwable>, ContainerResponseFilter {
  private static final Pattern THING = Pattern.compile("^/admin/api/([a-z]+)s/\\{id}");

  private final Gate gate;

  Problems(Gate gate) {
    this.gate = gate;
  }

  @Override
  public Response toResponse(Throwable thrown) {
    OutOfMemory.examine(thrown);
    ProblemException refusal = refusal(thrown);
    // With an explicit type, Jersey sends the problem whatever the Accept header says.
    return Response.status(refusal.type().status())
        .type(MediaTypes.PROBLEM)
        .entity(refusal)
        .build();
  }

  private static ProblemException refusal(Throwable thrown) {
    if (thrown instanceof ProblemException refusal) {
      return refusal;
    }
    if (thrown instanceof WebApplicationException refused) {
      return new ProblemException(ProblemType.ofStatus(refused.getResponse().getStatus()), thrown);
    }
    // Jersey parses some headers only when they are used, and then throws this exception.
    boolean isSendersFault =
        thrown instanceof HeaderValueException fault
            && fault.getContext() == HeaderValueException.Context.INBOUND;
    return new ProblemException(
        isSendersFault ? ProblemType.MALFORMED_REQUEST : ProblemType.INTERNAL_ERROR, thrown);
  }

  /** Writes the body here, because the exception mapper does not know the request's id. */
  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getStatus() >= 400) {
      // If Jersey cannot parse a header, it responds with a status and no entity.
      ProblemException thrown =
          response.getEntity() instanceof ProblemException refusal
              ? refusal
              : new ProblemException(ProblemType.ofStatus(response.getStatus()));
      String id = RequestId.of(request.getProperty(RequestId.ATTRIBUTE));
      ProblemAnswer answer = new ProblemAnswer(complete(thrown, request), gate.scheme(), id);
      answer.log();
      answer.headers().forEach((name, value) -> response.getHeaders().putSingle(name, value));
      response.setStatus(answer.status());
      page(answer, request)
          .ifPresentOrElse(
              page -> Pages.write(gate.html(), page, response), () -> write(answer, response));
    }
  }

  /** Says what is allowed or missing, which neither Jersey nor a reader of bodies knows. */
  private ProblemException complete(ProblemException refusal, ContainerRequestContext request) {
    return admitted(request)
        .flatMap(gate::route)
        .map(
            route ->
                switch (refusal.type()) {
                  case UNSUPPORTED_MEDIA_TYPE -> unsupported(route, request);
                  case NOT_FOUND -> missing(refusal, route, request);
                  default -> refusal;
                })
        .orElse(refusal);
  }

  private static ProblemException unsupported(Route route, ContainerRequestContext request) {
    return ProblemException.unsupported(
        Optional.ofNullable(request.getHeaderString(HttpHeaders.CONTENT_TYPE)).orElse(""),
        route.reads(request.getMethod()),
        route.path().startsWith("/user/"));
  }

  /** Jersey refuses an id that is no number. */
  private static ProblemException missing(
      ProblemException refusal, Route route, ContainerRequestContext request) {
    Matcher thing = THING.matcher(route.path());
    String id = request.getUriInfo().getPathParameters().getFirst("id");
    return refusal.getCause() instanceof WebApplicationException && thing.find() && id != null
        ? ProblemException.notFound(thing.group(1), id)
        : refusal;
  }

  private Optional<HtmlPage> page(ProblemAnswer answer, ContainerRequestContext request) {
    return admitted(request).flatMap(admitted -> answer.page(gate.html(), admitted));
  }

  private static Optional<HttpServletRequest> admitted(ContainerRequestContext request) {
    return request.getProperty(Gate.REQUEST_ATTRIBUTE) instanceof HttpServletRequest admitted
        ? Optional.of(admitted)
        : Optional.empty();
  }

  private static void write(ProblemAnswer answer, ContainerResponseContext response) {
    byte[] body = answer.body();
    response.getHeaders().putSingle(HttpHeaders.CONTENT_LENGTH, body.length);
    response.setEntity(body);
  }
}
